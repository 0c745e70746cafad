"""The page of each branch for its representative: its own report's figures, before and after, troubles, next steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, zip_longest

from branchbook.analyses.meeting import BranchResults, Comparison, Meeting, Ranked
from branchbook.artifacts.meeting.comparing import own_cells
from branchbook.artifacts.meeting.making import branch_name, page_key, titled
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, ArtifactValue, Column, Finding, Missing, Severity, TableData
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, SentenceValue, Term

_KPI = ("coaching", "kpi", "surveys", "service_checks", "transactions", "tickets")

NOT_ASSESSED = Missing(Sentence("meeting.lacks.assessment"))
"""What stands in place of findings for a branch of which no figure was read against peers."""


def chosen(found: Meeting, rules: Rules) -> tuple[str, ...]:
    """The branches with a page: all of them or, in a large bank, the coached ones and then the first and the last of
    the ranking by turns, up to ``SM1.most_branch_pages``; in the order of the ranking, then of the bank's list."""
    most = int(rules.number("SM1.most_branch_pages"))
    known = {branch.id: None for branch in found.branches}
    ranked = [row.branch_id for row in found.ranking.rows]
    half = (len(ranked) + 1) // 2
    turns = chain.from_iterable(zip_longest(ranked[:half], reversed(ranked[half:])))
    coached = (branch_id for branch_id in found.coaching.starts if branch_id in known)
    wanted = dict.fromkeys(branch_id for branch_id in chain(coached, turns, known) if branch_id is not None)
    taken = set(list(wanted)[:most])
    return tuple(branch_id for branch_id in dict.fromkeys([*ranked, *known]) if branch_id in taken)


def artifacts(
    found: Meeting, results: Mapping[str, BranchResults], headlines: Mapping[str, Artifact], rules: Rules
) -> Iterator[Artifact]:
    """Five artifacts a page; ``headlines`` are the branches' own artifacts of that name."""
    ranked = {row.branch_id: row for row in found.ranking.rows}
    most = int(rules.number("SM3.next_steps"))
    for branch_id in chosen(found, rules):
        own = results[branch_id]
        foremost = _foremost(own.findings, most)
        yield _made(branch_id, "standing", _standing(branch_id, ranked.get(branch_id), found), ("contest_scores",))
        if branch_id in headlines:
            yield _made(branch_id, "headline", headlines[branch_id].value, headlines[branch_id].provenance.tables)
        yield _made(branch_id, "change", _change(branch_id, found.comparisons), _KPI)
        nothing = Missing(Sentence("meeting.lacks.findings")) if own.assessed else NOT_ASSESSED
        yield _made(branch_id, "findings", foremost or nothing, ())
        yield _made(branch_id, "steps", tuple(_steps(own, branch_id in found.coaching.starts, most)), ())


def _made(branch_id: str, part: str, value: ArtifactValue, tables: Iterable[str]) -> Artifact:
    return titled(page_key(branch_id, part), branch_name(branch_id), value, tables)


def _standing(branch_id: str, row: Ranked | None, found: Meeting) -> tuple[Sentence, ...]:
    told = (Sentence(f"meeting.branch.{_side(branch_id, found)}"),)
    if row is None:
        return *told, Sentence("meeting.branch.unranked")
    values: dict[str, SentenceValue] = {
        "place": row.place, "of": len(found.ranking.rows), "score": Quantity(row.score, Unit.SCORE),
        "grade": Term(f"meeting.grade.{row.grade}"), "first": row.first, "last": row.last,
    }  # fmt: skip
    return *told, Sentence(f"meeting.branch.{found.ranking.basis}", values)


def _side(branch_id: str, found: Meeting) -> str:
    if branch_id in found.coaching.starts:
        return "coached"
    return "compared" if found.comparisons and branch_id in found.coaching.others else "not_coached"


def _change(branch_id: str, compared: tuple[Comparison, ...]) -> TableData | Missing:
    rows = tuple(own_cells(one.measure, one.own[branch_id]) for one in compared if branch_id in one.own)
    if not rows:
        return Missing(Sentence("meeting.lacks.change"))
    return TableData(
        (
            Column("measure", Term("meeting.column.measure"), weight=2),
            Column("before", Term("meeting.column.before"), Unit.PLAIN),
            Column("after", Term("meeting.column.after"), Unit.PLAIN),
            Column("change", Term("meeting.column.change"), Unit.PLAIN),
            Column("beyond", Term("meeting.column.beyond"), Unit.PLAIN),
        ),
        rows,
    )


def _foremost(findings: tuple[Finding, ...], most: int) -> tuple[Finding, ...]:
    """The first troubles, as the report orders them."""
    return tuple(one for one in findings if one.severity is not Severity.STRENGTH)[:most]


def _steps(own: BranchResults, coached: bool, most: int) -> list[Sentence]:
    """A step for each foremost trouble, as its report advises; then those that every branch has: share what works where
    there is no trouble, or bring what would tell whether there is; review each month (DX7), hold on to what was coached
    (SV1) or try a best practice (SV7)."""
    foremost = _foremost(own.findings, most)
    steps = [Sentence(f"finding.{finding.code}.advice", finding.evidence) for finding in foremost]
    if not foremost:
        steps.append(Sentence(f"meeting.step.{('keep' if coached else 'share') if own.assessed else 'supply'}"))
    common = ("review", "consolidate" if coached else "learn")
    return [*steps, *(Sentence(f"meeting.step.{step}") for step in common)][:most]
