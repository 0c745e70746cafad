"""The summary meeting: before and after, ranking, best practices, what follows (DX7, SM3, SV4, SV7).

Public: ``meeting`` → ``Meeting``, from ``BankTables`` and each branch's ``BranchResults``.
"""

from branchbook.analyses.meeting.comparison import Comparison, Effect
from branchbook.analyses.meeting.meeting import BankTables, BranchResults, Meeting, meeting
from branchbook.analyses.meeting.ranking import Grade, Ranked, Ranking
from branchbook.analyses.meeting.scores import Basis

__all__ = [
    "BankTables",
    "Basis",
    "BranchResults",
    "Comparison",
    "Effect",
    "Grade",
    "Meeting",
    "Ranked",
    "Ranking",
    "meeting",
]
