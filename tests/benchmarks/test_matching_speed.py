"""Matching at the size of a large bank: 100,000 names of a register against 5,000 customers within a minute."""

from __future__ import annotations

import random
import time

import pytest

from branchbook.register.lexicons import Lexicons
from branchbook.register.matching import Decisions, Party, Verdict, Weights, match
from branchbook.register.names import NameReader
from branchbook.rules import Rules

_OWN = "鑫宏达兴丰海顺通成利泰金天永伟建佳龙华安东方明德信义中正恒源润和盛世嘉禾瑞祥康宁远航星辰光辉长青"
_TRADES = (
    "机械",
    "电子",
    "塑料制品",
    "五金",
    "服饰",
    "商贸",
    "食品",
    "物流",
    "建材",
    "汽车配件",
    "软件",
    "酒店",
    "模具",
    "电器",
    "针织",
)
_REGIONS = ("宁波", "宁波市", "余姚市", "慈溪市", "苏州", "苏州市", "昆山市", "常熟市", "宁波市鄞州", "宁海县")
_FORMS = ("有限公司", "有限公司", "有限责任公司", "厂", "股份有限公司")


def invented(chance: random.Random) -> str:
    own = "".join(chance.choices(_OWN, k=chance.choice((2, 2, 3))))
    return f"{chance.choice(_REGIONS)}{own}{chance.choice(_TRADES)}{chance.choice(_FORMS)}"


@pytest.mark.heavy
def test_a_hundred_thousand_names_and_five_thousand_customers_take_less_than_a_minute() -> None:
    chance = random.Random(7)
    names = [invented(chance) for _ in range(100_000)]
    customers = [name.removesuffix("有限公司") for name in chance.sample(names, 5_000)]
    started = time.perf_counter()
    reader = NameReader(Lexicons.shipped())
    firms = [Party(str(place), reader.read(name)) for place, name in enumerate(names)]
    clients = [Party(f"c{place}", reader.read(name)) for place, name in enumerate(customers)]
    pairings = match(clients, firms, Weights.of(Rules.defaults()), Decisions())
    taken = time.perf_counter() - started
    assert sum(pairing.verdict is not Verdict.NONE for pairing in pairings) > 4_900
    assert taken <= 60
