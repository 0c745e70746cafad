"""The artifacts of chapter 60. Public: ``outreach_artifacts``, ``visiting_targets``, ``PLAN_LINES``."""

from branchbook.artifacts.outreach.chapter import outreach_artifacts
from branchbook.artifacts.outreach.development import LINES as PLAN_LINES
from branchbook.artifacts.outreach.targets import visiting_targets

__all__ = ["PLAN_LINES", "outreach_artifacts", "visiting_targets"]
