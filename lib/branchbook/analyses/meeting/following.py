"""What follows the meeting (SM3): the troubles that most branches share, and who is to be coached next (DX7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from branchbook.rules import Rules
from branchbook.values.artifact import Finding, Severity


@dataclass(frozen=True)
class Topic:
    """A trouble (``finding`` is that of the first branch) and the branches that have it, ``high`` of them to a high
    degree."""

    finding: Finding
    branch_ids: tuple[str, ...]
    high: int


@dataclass(frozen=True)
class Following:
    """The shared troubles, most branches first; the branches proposed for the next round with their troubles'
    weight."""

    topics: tuple[Topic, ...]
    next_branches: tuple[str, ...]


def following(findings: Mapping[str, Sequence[Finding]], coached: Sequence[str], rules: Rules) -> Following:
    """From every branch's findings. Next are branches not coached so far, by the weight of their high and medium
    troubles; branches without such troubles are not proposed."""
    shared: dict[str, dict[str, Finding]] = {}
    for branch_id, found in findings.items():
        for finding in _troubles(found):
            shared.setdefault(_kind(finding), {})[branch_id] = finding
    topics = sorted((_topic(branches) for branches in shared.values()), key=_order)
    weights = {
        branch_id: sum(finding.weight for finding in _troubles(found) if finding.severity is not Severity.LOW)
        for branch_id, found in findings.items()
        if branch_id not in coached
    }
    waiting = sorted((one for one in weights if weights[one] > 0), key=lambda branch_id: -weights[branch_id])
    most_topics, most_next = int(rules.number("SM3.next_topics")), int(rules.number("SM3.next_branches"))
    return Following(tuple(topics[:most_topics]), tuple(waiting[:most_next]))


def _troubles(found: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.severity is not Severity.STRENGTH]


def _kind(finding: Finding) -> str:
    """What makes two troubles the same: a category that customers lack is one trouble for each category."""
    return f"{finding.code} {finding.evidence.get('category', '')}"


def _topic(branches: Mapping[str, Finding]) -> Topic:
    high = sum(finding.severity is Severity.HIGH for finding in branches.values())
    return Topic(next(iter(branches.values())), tuple(branches), high)


def _order(topic: Topic) -> tuple[int, int, str]:
    return -len(topic.branch_ids), -topic.high, _kind(topic.finding)
