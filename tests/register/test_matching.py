"""Which spellings are merged, which are left to a person, and which are two firms."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.register.misspelling import misspelt

from branchbook.register.lexicons import Lexicons
from branchbook.register.matching import Decisions, Ground, Pairing, Party, Verdict, Weights, match
from branchbook.register.names import NameReader
from branchbook.rules import Rules

READER = NameReader(Lexicons.shipped())
WEIGHTS = Weights.of(Rules.defaults())
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "enterprises"

LISTED = (
    "宁波示例塑业有限公司", "宁波示例机械有限公司", "余姚市示范五金厂", "慈溪市示范五金厂", "宁波市第一示例印刷厂",
    "宁波市第二示例印刷厂", "宁波示例物流有限公司镇海分公司", "宁波旅游发展有限公司",
)  # fmt: skip


def party(name: str, id_: str = "", code: str = "", place: tuple[str, str, str] = ("", "", "")) -> Party:
    return Party(id_ or name, READER.read(name), code, place)


def found(name: str, code: str = "", decisions: Decisions | None = None, firms: tuple[str, ...] = LISTED) -> Pairing:
    return match([party(name, "c", code)], [party(firm) for firm in firms], WEIGHTS, decisions or Decisions())[0]


@pytest.mark.parametrize(
    "spelling",
    [
        "宁波示例塑业有限公司", "示例塑业", "寧波示例塑業有限公司", "宁波市示例塑业有限责任公司",
        "宁波示例 塑业有限公司", "示例塑业（宁波）有限公司", "浙江宁波示例塑业有限公司",
    ],
)  # fmt: skip
def test_another_spelling_of_one_firm_is_merged(spelling: str) -> None:
    assert (found(spelling).verdict, found(spelling).firm_ids) == (Verdict.SURE, ("宁波示例塑业有限公司",))


@pytest.mark.parametrize(
    "other",
    [
        "宁波示例食品有限公司",
        "苏州示例塑业有限公司",
        "宁波示例物流有限公司北仑分公司",
        "宁波市第三示例印刷厂",
        "湖北某某矿业",
    ],
)
def test_another_firm_is_never_merged(other: str) -> None:
    assert found(other).verdict is not Verdict.SURE


def test_between_two_firms_of_one_stem_a_person_decides() -> None:
    pairing = found("示范五金厂")
    assert pairing.verdict is not Verdict.SURE


def test_the_address_tells_two_firms_of_one_name_apart() -> None:
    firms = [
        party("宁波示例塑业有限公司", "a", place=("鄞州区", "", "甲路")),
        party("宁波示例塑业有限公司", "b", place=("江北区", "", "乙路")),
    ]
    customer = party("宁波示例塑业有限公司", "c", place=("江北区", "", "乙路"))
    pairing = match([customer], firms, WEIGHTS, Decisions())[0]
    assert (pairing.verdict, pairing.firm_ids) == (Verdict.SURE, ("b",))


def test_words_of_a_trade_alone_are_no_proof() -> None:
    assert found("宁波市北仑旅游发展有限公司").verdict is not Verdict.SURE


def test_one_code_is_one_firm_whatever_its_name_has_become() -> None:
    firms = [party("宁波示例塑业有限公司", "a", "91X")]
    pairing = match([party("宁波示例新材料有限公司", "c", "91X")], firms, WEIGHTS, Decisions())[0]
    assert (pairing.verdict, pairing.ground) == (Verdict.SURE, Ground.CODE)


def test_one_code_under_names_without_anything_in_common_is_doubtful() -> None:
    firms = [party("宁波示例塑业有限公司", "a", "91X")]
    assert match([party("苏州大海捞针", "c", "91X")], firms, WEIGHTS, Decisions())[0].verdict is Verdict.DOUBTFUL


def test_two_codes_are_two_firms_however_alike_their_names() -> None:
    firms = [party("宁波示例塑业有限公司", "a", "91X")]
    assert (
        match([party("宁波示例塑业有限公司", "c", "91Y")], firms, WEIGHTS, Decisions())[0].verdict is not Verdict.SURE
    )


def test_what_a_person_decided_stands() -> None:
    same = Decisions(same={"c": "宁波示例机械有限公司"})
    different = Decisions(different=frozenset({("c", "宁波示例塑业有限公司")}))
    assert found("示例塑业", decisions=same).firm_ids == ("宁波示例机械有限公司",)
    assert found("示例塑业", decisions=same).ground is Ground.DECISION
    assert "宁波示例塑业有限公司" not in found("示例塑业", decisions=different).firm_ids


def test_a_decision_about_a_firm_that_is_no_longer_listed_counts_for_nothing() -> None:
    assert found("示例塑业", decisions=Decisions(same={"c": "gone"})).ground is Ground.NAME


def test_the_order_of_the_list_changes_nothing() -> None:
    shuffled = tuple(random.Random(3).sample(LISTED, len(LISTED)))
    for name in ("示例塑业", "示范五金厂", "宁波市第一示例印刷", "什么"):
        assert found(name) == found(name, firms=shuffled)


def test_an_empty_list_and_no_customers_have_no_pairs() -> None:
    assert match([], [party("甲")], WEIGHTS, Decisions()) == []
    assert found("示例塑业", firms=()).verdict is Verdict.NONE


def test_a_stricter_threshold_never_merges_more() -> None:
    names = [party(misspelt(name, random.Random(place)), str(place)) for place, name in enumerate(LISTED * 3)]
    firms = [party(name) for name in LISTED]
    sure = [
        sum(
            pairing.verdict is Verdict.SURE
            for pairing in match(names, firms, replace(WEIGHTS, sure=least), Decisions())
        )
        for least in (0.8, 0.93, 0.99)
    ]
    assert sure == sorted(sure, reverse=True)


@pytest.mark.real
@pytest.mark.skipif(not REAL.is_dir(), reason="the real registers do not stand beside the repository")
@pytest.mark.parametrize("seed", [5, 17])
def test_misspelt_names_of_real_firms_are_found_with_precision_and_recall(seed: int) -> None:
    """By names alone, without codes and addresses; three in ten customers are in no list at all."""
    chance = random.Random(seed)
    files = [REAL / f"enterprises_{city}.csv.gz" for city in ("ningbo", "suzhou")]
    rows = pd.concat([pd.read_csv(file, dtype=str, keep_default_na=False) for file in files])
    names = rows.drop_duplicates("统一社会信用代码").drop_duplicates("企业名称")["企业名称"].tolist()
    order = chance.sample(range(len(names)), len(names))
    unlisted = set(order[: len(names) * 3 // 10])
    firms = [party(name, str(place)) for place, name in enumerate(names) if place not in unlisted]
    customers = [party(misspelt(names[place], chance), str(place)) for place in chance.sample(range(len(names)), 3000)]
    pairings = match(customers, firms, WEIGHTS, Decisions())
    merged = [pairing for pairing in pairings if pairing.verdict is Verdict.SURE]
    right = sum(pairing.firm_ids[0] == pairing.customer_id for pairing in merged)
    listed = sum(int(customer.id) not in unlisted for customer in customers)
    assert right / len(merged) >= 0.99
    assert right / listed >= 0.90
