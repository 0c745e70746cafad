"""Which customers of the bank are which firms of the register, under whatever spelling (EC2).

Candidates come from shared character pairs of the names' stems, weighed by their rarity; each candidate is scored; a
pair is sure, doubtful or none. What a person has decided stands above all of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from branchbook.register.names import FirmName, Level
from branchbook.rules import Rules

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


class Verdict(StrEnum):
    """What becomes of a pair."""

    SURE = "sure"
    DOUBTFUL = "doubtful"
    NONE = "none"


class Ground(StrEnum):
    """What a verdict rests on."""

    DECISION = "decision"  #: a person decided it
    CODE = "code"  #: the same trusted code
    NAME = "name"
    NOTHING = ""


@dataclass(frozen=True)
class Party:
    """One side of a comparison: a firm of the register or a customer. ``code`` is empty unless it is trusted.

    ``place`` is what of its address can be compared: district, town and road, empty where unknown.
    """

    id: str
    name: FirmName
    code: str = ""
    place: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True)
class Pairing:
    """What was found for one customer: the firm, or the firms between which a person must choose, best first."""

    customer_id: str
    verdict: Verdict
    ground: Ground
    score: float
    firm_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weights:
    """The figures of the rules ``EC2.match``, all between 0 and 1."""

    sure: float
    doubtful: float
    margin: float
    region_missing: float
    region_conflict: float
    form_missing: float
    form_conflict: float
    unit_conflict: float
    code_conflict: float
    common_stem: float
    number_conflict: float
    abbreviation: float
    same_place: float
    other_place: float

    @classmethod
    def of(cls, rules: Rules) -> Weights:
        """The weights of an engagement."""
        return cls(**rules.mapping("EC2.match"))


@dataclass(frozen=True)
class Decisions:
    """What persons decided: (customer id, firm id) pairs that are one firm, and pairs that are not."""

    same: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[tuple[str, str]] = frozenset()


_CANDIDATES = 12
_LEAST_SHARED = 0.2
_CHUNK = 512
_SHORT_STEM = 2
_AKIN = 0.5  # likeness of two names of one code from which they are taken for one firm
_NUMBERS = re.compile("[0-9一二三四五六七八九十]+")


def match(customers: Sequence[Party], firms: Sequence[Party], weights: Weights, decisions: Decisions) -> list[Pairing]:
    """One pairing per customer, in the order of the customers.

    A pair is sure when its score reaches ``sure`` and no other firm comes within ``margin`` of it; equals of a lower
    score, and pairs from ``doubtful`` up, are for a person to decide.
    """
    register = _Register(firms)
    return [
        _pairing(customer, candidates, register, weights, decisions)
        for customer, candidates in zip(customers, register.candidates(customers), strict=True)
    ]


class _Register:
    """The firms with the indices over which candidates are found."""

    def __init__(self, firms: Sequence[Party]) -> None:
        self.firms = firms
        self.place_of = {firm.id: place for place, firm in enumerate(firms)}
        self._by_code = _places(firm.code for firm in firms)
        self._by_key = _places(firm.name.key for firm in firms)
        self._by_words = _places(_words(firm) for firm in firms)
        self._stems = Counter(firm.name.stem for firm in firms)
        self._pairs: dict[str, int] = {}
        for firm in firms:
            for pair in _character_pairs(firm.name.stem):
                self._pairs.setdefault(pair, len(self._pairs))
        matrix = self._matrix([firm.name.stem for firm in firms])
        counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
        self._rarity = np.log((1 + len(firms)) / (1 + counts)) if len(firms) else np.zeros(len(self._pairs))
        self._columns = self._weighed(matrix).T.tocsr()

    def shares_stem(self, firm: Party) -> bool:
        """Whether other firms of the register have this firm's stem, or might: it is short or names only a trade."""
        return firm.name.generic or len(firm.name.stem) <= _SHORT_STEM or self._stems[firm.name.stem] > 1

    def candidates(self, customers: Sequence[Party]) -> Iterator[list[int]]:
        """Per customer the places of the firms worth scoring."""
        for start in range(0, len(customers), _CHUNK):
            chunk = customers[start : start + _CHUNK]
            shared = (self._weighed(self._matrix([customer.name.stem for customer in chunk])) @ self._columns).tocsr()
            for row, customer in enumerate(chunk):
                low, high = shared.indptr[row], shared.indptr[row + 1]
                near = _strongest(shared.indices[low:high], shared.data[low:high])
                exact = self._by_words.get(_words(customer), [])[: 4 * _CANDIDATES]
                coded = self._by_code.get(customer.code, []) if customer.code else []
                same = self._by_key.get(customer.name.key, [])
                yield sorted({*near, *exact, *same, *coded})

    def _matrix(self, stems: Sequence[str]) -> csr_matrix:
        rows = [[self._pairs[pair] for pair in _character_pairs(stem) if pair in self._pairs] for stem in stems]
        starts = np.cumsum([0, *map(len, rows)])
        columns = np.fromiter((column for row in rows for column in row), dtype=np.int64, count=int(starts[-1]))
        from scipy.sparse import csr_matrix  # slow to import, and needed only where a register is computed

        return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(stems), len(self._pairs)))

    def _weighed(self, matrix: csr_matrix) -> csr_matrix:
        """Rows of unit length, rare pairs weighing more."""
        weighed = matrix.multiply(self._rarity).tocsr()
        lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
        scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
        return weighed.multiply(scale[:, None]).tocsr()


def _words(party: Party) -> str:
    return f"{party.name.stem}|{party.name.unit}"


def _places(keys: Iterable[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key:
            places[key].append(place)
    return places


def _character_pairs(stem: str) -> list[str]:
    """Neighbouring characters, the beginning of the stem counted as one."""
    return ["".join(pair) for pair in pairwise(f"^{stem}")]


def _strongest(places: npt.NDArray[np.int32], shared: npt.NDArray[np.float64]) -> list[int]:
    kept = shared >= _LEAST_SHARED
    places, shared = places[kept], shared[kept]
    order = np.lexsort((places, -shared))[:_CANDIDATES]
    return [int(place) for place in places[order]]


def _pairing(
    customer: Party, candidates: list[int], register: _Register, weights: Weights, decisions: Decisions
) -> Pairing:
    if (decided := decisions.same.get(customer.id)) in register.place_of:
        return Pairing(customer.id, Verdict.SURE, Ground.DECISION, 1.0, (str(decided),))
    open_to = [
        register.firms[place]
        for place in candidates
        if (customer.id, register.firms[place].id) not in decisions.different
    ]
    scored = sorted(
        ((_score(customer, firm, weights, register.shares_stem(firm)), firm) for firm in open_to),
        key=lambda found: (-found[0], found[1].id),
    )
    by_code = [firm for _, firm in scored if customer.code and firm.code == customer.code]
    if len(by_code) == 1:
        return _by_code(customer, by_code[0], weights)
    return _by_name(customer, scored, weights)


def _by_code(customer: Party, firm: Party, weights: Weights) -> Pairing:
    """One code, one firm, unless the names have nothing in common: then a code was put to the wrong name."""
    alike = _stem_likeness(customer.name.stem, firm.name.stem, weights)
    akin = alike >= _AKIN or customer.name.stem[:2] == firm.name.stem[:2]
    verdict = Verdict.SURE if akin else Verdict.DOUBTFUL
    return Pairing(customer.id, verdict, Ground.CODE, 1.0 if akin else weights.doubtful, (firm.id,))


def _by_name(customer: Party, scored: list[tuple[float, Party]], weights: Weights) -> Pairing:
    worthy = [(score, firm) for score, firm in scored if score >= weights.doubtful]
    if not worthy:
        return Pairing(customer.id, Verdict.NONE, Ground.NOTHING, max(0.0, scored[0][0]) if scored else 0.0)
    best = worthy[0][0]
    rivals = [firm for score, firm in worthy[1:] if best - score < weights.margin]
    sure = best >= weights.sure and not rivals
    chosen = worthy[:1] if sure else worthy[:3]
    return Pairing(
        customer.id,
        Verdict.SURE if sure else Verdict.DOUBTFUL,
        Ground.NAME,
        min(1.0, best),
        tuple(firm.id for _, firm in chosen),
    )


def _score(customer: Party, firm: Party, weights: Weights, common: bool) -> float:
    """How surely two parties are one firm; ``common`` tells that the stem alone is no proof.

    About 0 to 1: an address may lift equal names above 1, so that of two firms of one name the nearer is taken.
    """
    ours, theirs = customer.name, firm.name
    if customer.code and firm.code and customer.code != firm.code and _same_kind(customer.code, firm.code):
        return 1.0 - weights.code_conflict if ours.key == theirs.key else 0.0
    place = _place_evidence(customer.place, firm.place, weights)
    if ours.key == theirs.key:
        return 1.0 + place
    score = _own_words(ours, theirs, weights) + place
    if ours.forms.isdisjoint(theirs.forms):
        score -= weights.form_conflict if ours.forms and theirs.forms else weights.form_missing
    if ours.unit != theirs.unit:
        score -= weights.unit_conflict
    if common and _narrow(ours.regions) != _narrow(theirs.regions):
        score -= weights.common_stem
    return float(score)


def _own_words(ours: FirmName, theirs: FirmName, weights: Weights) -> float:
    """How alike stems and regions are; a town may stand in one name's stem and before the other's."""
    plain = _stem_likeness(ours.stem, theirs.stem, weights) - _region_doubt(ours.regions, theirs.regions, weights)
    if _other_number(ours.stem, theirs.stem):
        plain -= weights.number_conflict
    if ours.local_stem == theirs.local_stem and ours.stem != theirs.stem:
        return max(plain, 1.0 - weights.region_missing)
    return plain


def _stem_likeness(ours: str, theirs: str, weights: Weights) -> float:
    """1 for equal stems; an abbreviation keeps the beginning and, in order, some of the rest; else shared letters."""
    if ours == theirs:
        return 1.0
    short, long = sorted((ours, theirs), key=len)
    if len(short) > _SHORT_STEM and short[:2] == long[:2] and _is_within(short, long):
        return weights.abbreviation
    return Levenshtein.normalized_similarity(ours, theirs)


def _other_number(ours: str, theirs: str) -> bool:
    """Whether both stems hold numbers, and not the same: 第一 and 第二 are two firms however alike the rest."""
    first, second = _NUMBERS.findall(ours), _NUMBERS.findall(theirs)
    return bool(first and second) and first != second


def _is_within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _region_doubt(ours: Mapping[Level, str], theirs: Mapping[Level, str], weights: Weights) -> float:
    if any(ours[level] != theirs[level] for level in ours.keys() & theirs.keys()):
        return weights.region_conflict
    return 0.0 if _narrow(ours) == _narrow(theirs) else weights.region_missing


def _narrow(regions: Mapping[Level, str]) -> Mapping[Level, str]:
    """The regions without the province, where a city or district tells it anyway."""
    inner: dict[Level, str] = {level: name for level, name in regions.items() if level is not Level.PROVINCE}
    return inner or dict(regions)


def _same_kind(ours: str, theirs: str) -> bool:
    """An old number and a unified code can't be compared: only codes of one kind conflict."""
    return len(ours) == len(theirs)


def _place_evidence(ours: tuple[str, str, str], theirs: tuple[str, str, str], weights: Weights) -> float:
    if ours[0] and theirs[0] and ours[0] != theirs[0]:
        return -weights.other_place
    same_road = ours[2] and ours[2] == theirs[2]
    same_town = ours[1] and ours[1] == theirs[1]
    return weights.same_place if same_road or (same_town and not (ours[2] and theirs[2])) else 0.0
