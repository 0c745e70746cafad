"""How long matching and allocation take at the size of a large bank, in processor time.

``python tests/benchmarks/covering.py`` prints a line per measure; what it said is written down in README.md beside this
file. Names and amounts are made up.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from branchbook.analyses import claims
from branchbook.register.lexicons import Lexicons
from branchbook.register.matching import Decisions, Party, Verdict, Weights, match
from branchbook.register.names import NameReader
from branchbook.rules import Rules

OWN = "鑫宏达兴丰海顺通成利泰金天永伟建佳龙华安东方明德信义中正恒源润和盛世嘉禾瑞祥康宁远航星辰光辉长青"
TRADES = (
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
    "针织",
)
REGIONS = ("宁波", "宁波市", "余姚市", "慈溪市", "苏州", "苏州市", "昆山市", "常熟市", "宁波市鄞州", "宁海县")
FORMS = ("有限公司", "有限公司", "有限责任公司", "厂", "股份有限公司")
POSITIONS = ("head", "corporate_manager", "low_counter")
SIZES = (0.0, 60_000.0, 60_000.0, 700_000.0, 9_000_000.0)
RULES = Rules.defaults()


def main() -> None:
    """Measure both and say what was found."""
    for measure in (matching, allocation):
        said, seconds = timed(measure)
        sys.stdout.write(f"{measure.__name__}: {seconds:.1f} s of processor time; {said}\n")
        sys.stdout.flush()


def timed(measure: Callable[[], str]) -> tuple[str, float]:
    """What a measure says and the processor time that it took."""
    started = time.process_time()
    return measure(), time.process_time() - started


def matching() -> str:
    """100,000 names of a list against 5,000 customers."""
    chance = random.Random(7)
    names = [invented(chance) for _ in range(100_000)]
    customers = [name.removesuffix("有限公司") for name in chance.sample(names, 5_000)]
    reader = NameReader(Lexicons.shipped())
    firms = [Party(str(place), reader.read(name)) for place, name in enumerate(names)]
    clients = [Party(f"c{place}", reader.read(name)) for place, name in enumerate(customers)]
    pairings = match(clients, firms, Weights.of(RULES), Decisions())
    found = sum(pairing.verdict is not Verdict.NONE for pairing in pairings)
    return f"{found} of 5,000 customers found in a list of 100,000"


def invented(chance: random.Random) -> str:
    """A firm's name that nobody has."""
    own = "".join(chance.choices(OWN, k=chance.choice((2, 2, 3))))
    return f"{chance.choice(REGIONS)}{own}{chance.choice(TRADES)}{chance.choice(FORMS)}"


def allocation() -> str:
    """20,000 accounts of every tier, with places and present owners,
    for 40 people who can take a fifth above their part."""
    count, people = 20_000, 40
    accounts = [
        claims.Account(
            f"C{n:05d}", SIZES[n * 7 % 5] + n, None, n % 3 == 0, (121 + n * 37 % 100 / 500, 29 + n * 61 % 100 / 500),
            f"街道{n % 4}", f"S{n % (people + 3):02d}",
        )
        for n in range(count)
    ]  # fmt: skip
    part = sum(claims.weight(account, RULES) for account in accounts) / people
    crew = [claims.Member(f"S{n:02d}", POSITIONS[n % 3], 0.0, part, 1.2 * part) for n in range(people)]
    outcome = claims.allocate(accounts, crew, claims.ClaimRound({}, {}, (), (), ()), RULES)
    if not isinstance(outcome, claims.Allocation):
        return "no allocation is possible"
    return f"{count:,} accounts of {people} people, gap to the proven bound {outcome.gap:.3%}"


if __name__ == "__main__":
    main()
