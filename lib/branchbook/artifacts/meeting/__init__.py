"""The summary meeting as artifacts, and what it reads from the branches' own.

Public: ``meeting_artifacts``, ``results_of`` (a branch's chapters as the meeting takes them), ``CHAPTER``.
"""

from branchbook.artifacts.meeting.chapter import meeting_artifacts
from branchbook.artifacts.meeting.making import CHAPTER, branch_name
from branchbook.artifacts.meeting.results import results_of

__all__ = ["CHAPTER", "branch_name", "meeting_artifacts", "results_of"]
