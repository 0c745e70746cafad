"""A branch's own artifacts as the meeting takes them, so that its numbers are the reports' numbers (SM2)."""

from __future__ import annotations

from collections.abc import Mapping

from branchbook.analyses.meeting import BranchResults
from branchbook.artifacts.diagnosis.making import CHAPTER as DIAGNOSIS
from branchbook.artifacts.diagnosis.scorecard import is_compared
from branchbook.values.artifact import Artifact, Finding
from branchbook.values.quantity import Quantity
from branchbook.values.wording import Sentence

_FOCUS = "diagnosis.scorecard.focus"
HEADLINE = f"{DIAGNOSIS}.scorecard.headline"


def results_of(artifacts: Mapping[str, Artifact]) -> BranchResults | None:
    """The findings and the focus score that a branch's report tells; None for a branch whose diagnosis has not run."""
    findings, reading = (artifacts.get(f"{DIAGNOSIS}.{name}") for name in ("findings", "scorecard.reading"))
    if findings is None or reading is None or not isinstance(findings.value, tuple):
        return None
    found = tuple(one for one in findings.value if isinstance(one, Finding))
    return BranchResults(_focus(reading), found, bool(found) or is_compared(artifacts))


def _focus(reading: Artifact) -> float | None:
    told = reading.value if isinstance(reading.value, tuple) else ()
    scores = (one.values["score"] for one in told if isinstance(one, Sentence) and one.key == _FOCUS)
    return next((score.value for score in scores if isinstance(score, Quantity)), None)
