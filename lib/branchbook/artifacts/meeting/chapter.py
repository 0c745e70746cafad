"""All artifacts of chapter 95, in the order of the deck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from branchbook.analyses.meeting import BranchResults, Effect, Meeting
from branchbook.artifacts.meeting import comparing, figures, pages, ranked
from branchbook.artifacts.meeting.making import branch_names, made
from branchbook.artifacts.meeting.results import HEADLINE
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, Severity
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, SentenceValue


def meeting_artifacts(
    found: Meeting,
    results: Mapping[str, BranchResults],
    branch_artifacts: Mapping[str, Mapping[str, Artifact]],
    rules: Rules,
) -> tuple[Artifact, ...]:
    """The artifacts of chapter 95 from its result and from what each branch keeps (SM1 to SM3)."""
    headlines = {
        branch_id: artifacts[HEADLINE] for branch_id, artifacts in branch_artifacts.items() if HEADLINE in artifacts
    }
    return (
        made("review", tuple(_review(found)), ("branches", "coaching")),
        *_counts(found, results),
        made("absent", _absent(found), ()),
        *comparing.artifacts(found),
        *ranked.artifacts(found, rules),
        figures.artifact(found, headlines),
        *pages.artifacts(found, results, headlines, rules),
    )


def _review(found: Meeting) -> Iterator[Sentence]:
    yield Sentence("meeting.review.branches", {"branches": len(found.branches) + len(found.missing)})
    if found.unassessed:
        yield Sentence("meeting.review.unassessed", {"count": len(found.unassessed)})
    if not found.coaching.starts:
        yield Sentence("meeting.review.undated" if found.coaching.undated else "meeting.review.nobody")
        return
    values: dict[str, SentenceValue] = {
        "branches": branch_names(found.coaching.starts), "count": len(found.coaching.starts),
        "first": found.coaching.first,
    }  # fmt: skip
    yield Sentence("meeting.review.coached", values)


def _counts(found: Meeting, results: Mapping[str, BranchResults]) -> tuple[Artifact, ...]:
    """The few numbers that open the review."""
    high = sum(
        finding.severity is Severity.HIGH for branch in found.branches for finding in results[branch.id].findings
    )
    numbers = {
        "branches": len(found.branches),
        "assessed": len(found.branches) - len(found.unassessed),
        "coached": len(found.coaching.starts),
        "better": sum(one.effect is Effect.BETTER for one in found.comparisons),
        "high": high,
    }
    return tuple(made(f"count.{name}", Quantity(count, Unit.COUNT), ()) for name, count in numbers.items())


def _absent(found: Meeting) -> tuple[Sentence, ...]:
    """The branches whose results are missing, by name: nobody is left out in silence."""
    if not found.missing:
        return ()
    names = branch_names(branch.id for branch in found.missing)
    return (Sentence("meeting.absent", {"count": len(found.missing), "branches": names}),)
