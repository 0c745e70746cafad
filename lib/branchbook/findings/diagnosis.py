"""From a branch's diagnosis to its findings: a short, ranked list with evidence, cause and coaching (DX9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from branchbook.analyses.diagnosis import Diagnosis
from branchbook.analyses.diagnosis.voice import PositionRead, weakest_cause
from branchbook.findings.effects import effects
from branchbook.findings.patterns import PATTERNS, Pattern
from branchbook.indicators import CATEGORIES, CAUSES, PeerRow, Scope, Verdict
from branchbook.rules import Rules
from branchbook.values.artifact import Finding, Severity
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Term

Evidence = dict[str, str | Term | Quantity | Estimate]
Standing = Mapping[str, PeerRow]


def find(diagnosis: Diagnosis, rules: Rules) -> tuple[Finding, ...]:
    """What the diagnosis found: troubles first, the weightiest on top, then strengths; both lists are kept short.

    A finding's weight is its gap in material gaps (no more than ``DX9.severity.most``) times the importance of its
    code. Symptoms of one trouble fold into one finding.
    """
    rules = rules.under("findings")
    standing = {row.indicator.name: row for part in diagnosis.scorecard.perspectives for row in part.rows}
    troubles = _ranked((*_against_peers(diagnosis, standing, rules), *_overdue_checks(diagnosis, rules)))
    strengths = _ranked(_strengths(standing, rules))
    return (
        *troubles[: int(rules.number("DX9.most_findings"))],
        *strengths[: int(rules.number("DX9.most_strengths"))],
    )


def _ranked(findings: Iterator[Finding] | tuple[Finding, ...]) -> list[Finding]:
    """The weightiest first, equals in the order of their making."""
    return sorted(findings, key=lambda finding: -finding.weight)


def _against_peers(diagnosis: Diagnosis, standing: Standing, rules: Rules) -> Iterator[Finding]:
    told: set[str] = set()
    for pattern in PATTERNS:
        if _is_worse(standing, pattern.lead) and pattern.lead not in told:
            told.update((pattern.lead, *pattern.signs))
            yield _trouble(pattern, diagnosis, standing, rules)
    if narrow := _narrow_category(standing, told):
        pattern = Pattern("narrow_category", narrow)
        category = {"category": Term(f"category.{narrow.removeprefix('penetration_')}")}
        yield _trouble(pattern, diagnosis, standing, rules, category)


def _is_worse(standing: Standing, name: str) -> bool:
    return name in standing and standing[name].verdict is Verdict.WORSE


def _narrow_category(standing: Standing, told: set[str]) -> str:
    """The category that is furthest behind, where products as a whole are not; "" for none."""
    behind = [name for category in CATEGORIES if _is_worse(standing, name := f"penetration_{category}")]
    untold = [name for name in behind if name not in told]
    return max(untold, key=lambda name: abs(standing[name].strength or 0.0), default="")


def _trouble(
    pattern: Pattern, diagnosis: Diagnosis, standing: Standing, rules: Rules, more: Mapping[str, Term] | None = None
) -> Finding:
    row = standing[pattern.lead]
    evidence = (
        _compared(row)
        | _further(pattern, standing)
        | _limits(rules)
        | dict(more or {})
        | dict(effects(pattern.code, row, diagnosis))
    )
    return _finding(pattern.code, evidence, _strength(pattern, standing), diagnosis, rules)


def _strength(pattern: Pattern, standing: Standing) -> float:
    """The greatest gap among the pattern's figures that are worse, in material gaps."""
    worse = [standing[name] for name in (pattern.lead, *pattern.signs) if _is_worse(standing, name)]
    return max(abs(row.strength or 0.0) for row in worse)


def _finding(code: str, evidence: Evidence, strength: float, diagnosis: Diagnosis, rules: Rules) -> Finding:
    rule = f"DX9.findings.{code}"
    return Finding(
        code,
        _severity(strength, rules),
        evidence,
        cause=_cause(diagnosis.voice.positions, rules.names(f"{rule}.positions"), rules),
        contents=rules.names(f"{rule}.contents"),
        weight=min(strength, rules.number("DX9.severity.most")) * rules.number(f"{rule}.importance"),
    )


def _severity(strength: float, rules: Rules) -> Severity:
    if strength >= rules.number("DX9.severity.high"):
        return Severity.HIGH
    return Severity.MEDIUM if strength >= rules.number("DX9.severity.medium") else Severity.LOW


def _compared(row: PeerRow) -> Evidence:
    """The branch's figure beside its peers': every finding and strength holds these."""
    return {
        "branch": row.estimate,
        "peer": row.peer,
        "gap": Quantity(
            None if row.gap is None else abs(row.gap), _unit_of_gap(row.indicator.unit), f"{row.estimate.key}.gap"
        ),
        "sample": Quantity(row.estimate.n, Unit.COUNT, f"{row.estimate.key}.n"),
        "peers": Quantity(row.peers, Unit.COUNT),
        "group": Term(f"peer_group.{row.scope}"),
    }


def _unit_of_gap(unit: Unit) -> Unit:
    return Unit.SHARE_POINTS if unit is Unit.SHARE else unit


def _further(pattern: Pattern, standing: Standing) -> Evidence:
    """The figures of the pattern's other indicators, None where they can't be had."""
    evidence: Evidence = {}
    for name in pattern.signs:
        row = standing.get(name)
        missing = Quantity(None, Unit.PLAIN)
        evidence[name] = row.estimate.quantity if row else missing
        evidence[f"{name}_peer"] = row.peer if row else missing
    return evidence


def _limits(rules: Rules) -> Evidence:
    """The thresholds that sentences name, as bare numbers of minutes and days."""
    return {
        "long_wait": Quantity(rules.number("FL4.long_wait_minutes"), Unit.COUNT),
        "contact_days": Quantity(rules.number("DX6.contact_days"), Unit.COUNT),
    }


def _cause(positions: tuple[PositionRead, ...], concerned: tuple[str, ...], rules: Rules) -> str:
    """The dimension that interviews with the positions concerned point to, "" where they do not (DX1)."""
    read = [position for position in positions if position.position in concerned]
    return weakest_cause({cause: _weighted(read, cause) for cause in CAUSES}, rules)


def _weighted(read: list[PositionRead], cause: str) -> float | None:
    """The mean rating of a dimension over all interviews."""
    known = [(getattr(position, cause).value, position.interviews) for position in read]
    known = [(value, interviews) for value, interviews in known if value is not None]
    interviews = sum(count for _, count in known)
    return sum(value * count for value, count in known) / interviews if interviews else None


def _overdue_checks(diagnosis: Diagnosis, rules: Rules) -> Iterator[Finding]:
    """Quarters without the external check that is due in each (SQ1): a standard, whatever the peers do."""
    service = diagnosis.service
    if service.overdue:
        evidence: Evidence = {
            "branch": Quantity(len(service.overdue), Unit.COUNT),
            "quarters": Quantity(len(service.quarters), Unit.COUNT),
        }
        yield _finding("overdue_checks", evidence, float(len(service.overdue)), diagnosis, rules)


def _strengths(standing: Standing, rules: Rules) -> Iterator[Finding]:
    """Where the branch does clearly better than its own type; against the whole bank it may but be its type."""
    told: set[str] = set()
    for pattern in PATTERNS:
        row = standing.get(pattern.lead)
        if row and pattern.lead not in told and _is_strength(row):
            told.update(pattern.signs)
            evidence = _compared(row) | {"indicator": Term(f"indicator.{row.indicator.name}")}
            importance = rules.number(f"DX9.findings.{pattern.code}.importance")
            weight = min(row.strength or 0.0, rules.number("DX9.severity.most")) * importance
            yield Finding("strength", Severity.STRENGTH, evidence, weight=weight)


def _is_strength(row: PeerRow) -> bool:
    return row.verdict is Verdict.BETTER and row.scope is Scope.TYPE
