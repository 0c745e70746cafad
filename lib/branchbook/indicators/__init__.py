"""Bank-wide indicators, computed once, and the comparison of each branch with its peers.

Public: ``DEFINITIONS`` and ``BY_NAME`` (what is measured), ``compute`` → ``Indicators``, ``compare`` → ``PeerTable``.
"""

from branchbook.indicators.catalog import (
    ASPECTS,
    BY_NAME,
    CATEGORIES,
    CAUSES,
    DEFINITIONS,
    Focus,
    Indicator,
    Perspective,
    Statistic,
)
from branchbook.indicators.indicators import Indicators, compute
from branchbook.indicators.peers import PeerRow, PeerTable, Scope, Verdict, compare

__all__ = [
    "ASPECTS",
    "BY_NAME",
    "CATEGORIES",
    "CAUSES",
    "DEFINITIONS",
    "Focus",
    "Indicator",
    "Indicators",
    "PeerRow",
    "PeerTable",
    "Perspective",
    "Scope",
    "Statistic",
    "Verdict",
    "compare",
    "compute",
]
