"""Industry and module of a firm (EC1), read from its name and business scope by the industry lexicon."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from branchbook.register.lexicons import Industry, Lexicons

_FIRST_ITEM = re.compile(r"[、，,；;。：:（(\s]")
_MOST_SCOPE_HITS = 3  # a long scope that lists everything outweighs no name


class Certainty(StrEnum):
    """How surely a firm is classified."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"  #: two modules nearly level, or weak words only: listed for a person
    NONE = "none"  #: no word of the lexicon: counted as unclassified


@dataclass(frozen=True)
class Classified:
    """The industry and module of a firm; both empty where nothing tells."""

    industry: str
    module: str
    certainty: Certainty


UNCLASSIFIED = Classified("", "", Certainty.NONE)


@dataclass(frozen=True)
class Thresholds:
    """From which weight a reading counts, and by how much it must lead the next module."""

    least: float
    lead: float


class Classifier:
    """Classifies firms by one lexicon; made once, used for every row."""

    def __init__(self, lexicons: Lexicons, thresholds: Thresholds) -> None:
        self._lexicons = lexicons
        self._thresholds = thresholds

    def classify(
        self, name: str, scope: str, *, trades_abroad: bool = False, foreign_capital: bool = False
    ) -> Classified:
        """The industry by the words of name and scope, and its module.

        A firm that ranks among importers or exporters, or whose capital is paid in a foreign currency, belongs to
        international business whatever it makes. Boilerplate of scopes counts for nothing.
        """
        weights = self._weights(_plain(name), _plain(scope))
        place = max(range(len(weights)), key=weights.__getitem__, default=-1)
        best = self._lexicons.industries[place] if place >= 0 and weights[place] > 0 else None
        industry = best.name if best else ""
        if trades_abroad or foreign_capital:
            return Classified(industry, self._lexicons.foreign_capital_module, Certainty.CLEAR)
        if best is None:
            return UNCLASSIFIED
        pairs = zip(self._lexicons.industries, weights, strict=True)
        rival = max((weight for other, weight in pairs if other.module != best.module), default=0.0)
        clear = weights[place] >= self._thresholds.least and weights[place] - rival >= self._thresholds.lead
        return Classified(industry, best.module, Certainty.CLEAR if clear else Certainty.DOUBTFUL)

    def _weights(self, name: str, scope: str) -> list[float]:
        told = self._lexicons.boilerplate.sub("", scope)
        first = _FIRST_ITEM.split(told.lstrip("：:（( 、"), maxsplit=1)[0]
        hits = [_last_hit(industry.name_words, name) for industry in self._lexicons.industries]
        latest = max(hits, default=(0, 0))
        return [
            self._name_weight(hit, latest) + self._scope_weight(industry, first, told)
            for industry, hit in zip(self._lexicons.industries, hits, strict=True)
        ]

    def _name_weight(self, hit: tuple[int, int], latest: tuple[int, int]) -> float:
        """The word nearest the end of a name tells the trade: 建材机械 makes machines; earlier ones count half."""
        if not hit[0]:
            return 0.0
        return self._lexicons.weights.name if hit == latest else self._lexicons.weights.name / 2

    def _scope_weight(self, industry: Industry, first: str, scope: str) -> float:
        hits = sum(word in scope for word in industry.scope_words)
        leading = hits > 0 and any(word in first for word in industry.scope_words)
        weights = self._lexicons.weights
        return min(hits, _MOST_SCOPE_HITS) * weights.scope + leading * weights.scope_first


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).replace("(", "（").replace(")", "）")


def _last_hit(words: tuple[str, ...], text: str) -> tuple[int, int]:
    """Where the last of these words ends and how long it is, the longest of those that end there; zeros for none."""
    return max(((text.rfind(word) + len(word), len(word)) for word in words if word in text), default=(0, 0))
