"""The artifacts of chapter 40, from the ecosystem of a branch.

Public: ``ecosystem_artifacts``.
"""

from branchbook.artifacts.ecosystem.chapter import ecosystem_artifacts

__all__ = ["ecosystem_artifacts"]
