"""The artifacts of chapter 60. Public: ``outreach_artifacts``, ``visiting_targets``."""

from branchbook.artifacts.outreach.chapter import outreach_artifacts
from branchbook.artifacts.outreach.targets import visiting_targets

__all__ = ["outreach_artifacts", "visiting_targets"]
