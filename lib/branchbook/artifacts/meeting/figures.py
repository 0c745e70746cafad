"""Every branch's headline figures side by side, for the ranking's workbook."""

from __future__ import annotations

from collections.abc import Mapping

from branchbook.analyses.meeting import Meeting
from branchbook.artifacts.meeting.making import branch_name, made
from branchbook.values.artifact import Artifact, Cell, Column, TableData
from branchbook.values.quantity import Unit
from branchbook.values.wording import Term, Wording


def artifact(found: Meeting, headlines: Mapping[str, Artifact]) -> Artifact:
    """A row per branch, a column per headline figure, each as its report has it (SM2); missing where it has none."""
    told = {branch.id: _values(headlines.get(branch.id)) for branch in found.branches}
    names = list(dict.fromkeys(name for values in told.values() for name in values))
    columns = (
        Column("branch_id", Term("column.branches.branch_id")),
        Column("branch", Term("column.branches.name"), weight=2),
        *(Column(name.key if isinstance(name, Term) else name, name, Unit.PLAIN) for name in names),
    )
    rows = tuple(
        (branch_id, branch_name(branch_id), *(values.get(name) for name in names)) for branch_id, values in told.items()
    )
    tables = tuple(dict.fromkeys(table for one in headlines.values() for table in one.provenance.tables))
    return made("ranking.figures", TableData(columns, rows), tables)


def _values(headline: Artifact | None) -> dict[Wording, Cell]:
    if headline is None or not isinstance(headline.value, TableData):
        return {}
    places = {column.name: place for place, column in enumerate(headline.value.columns)}
    cells = ((row[places["indicator"]], row[places["value"]]) for row in headline.value.rows)
    return {name: value for name, value in cells if isinstance(name, Term)}
