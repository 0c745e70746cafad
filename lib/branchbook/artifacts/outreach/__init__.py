"""The artifacts of chapter 60. Public: ``outreach_artifacts``."""

from branchbook.artifacts.outreach.chapter import outreach_artifacts

__all__ = ["outreach_artifacts"]
