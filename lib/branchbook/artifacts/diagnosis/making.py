"""The shapes that the parts of the diagnosis share: a named artifact, a missing one, and a table against peers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from branchbook.analyses.diagnosis.lack import Lack
from branchbook.indicators import PeerRow, Scope, Verdict
from branchbook.values.artifact import Artifact, ArtifactValue, Cell, Column, Missing, Provenance, TableData
from branchbook.values.quantity import Unit
from branchbook.values.wording import Names, Sentence, Term

CHAPTER = "10_diagnosis"


def made(name: str, value: ArtifactValue, tables: Iterable[str], *notes: Sentence) -> Artifact:
    """An artifact of this chapter; its title is the catalog entry ``diagnosis.title.<name>``."""
    return Artifact(
        f"{CHAPTER}.{name}",
        Term(f"diagnosis.title.{name}"),
        value,
        notes,
        Provenance(CHAPTER, tuple(tables)),
    )


def missing(name: str, lacks: Sequence[Lack]) -> Artifact:
    """An artifact that can't be had, for want of these tables and columns."""
    return made(name, Missing(lacking(lacks)), [lack.table for lack in lacks])


def lacking(lacks: Sequence[Lack]) -> Sentence:
    """What is lacking and would have to be supplied, in one sentence."""
    whole = [lack.table for lack in lacks if not lack.columns]
    if whole or not lacks:
        return Sentence("diagnosis.lacks_tables", {"tables": Names(tuple(Term(f"table.{table}") for table in whole))})
    columns = tuple(Term(f"column.{lack.table}.{column}") for lack in lacks for column in lack.columns)
    if len({lack.table for lack in lacks}) > 1:
        return Sentence("diagnosis.lacks_columns_of_several", {"columns": Names(columns)})
    return Sentence("diagnosis.lacks_columns", {"table": Term(f"table.{lacks[0].table}"), "columns": Names(columns)})


def standing_table(rows: Sequence[PeerRow]) -> TableData:
    """Indicators of a branch against its peers, in the given order; those worse or better are set off."""
    return TableData(
        (
            Column("indicator", Term("diagnosis.column.indicator"), weight=2.6),
            Column("value", Term("diagnosis.column.branch"), Unit.PLAIN, 1.5),
            Column("interval", Term("diagnosis.column.interval"), Unit.PLAIN, 2.2),
            Column("n", Term("diagnosis.column.sample"), Unit.COUNT, 1.2),
            Column("median", Term("diagnosis.column.peer_median"), Unit.PLAIN, 1.5),
            Column("rank", Term("diagnosis.column.rank"), Unit.PLAIN, 1.1),
            Column("verdict", Term("diagnosis.column.verdict"), weight=1.5),
        ),
        tuple(_standing(row) for row in rows),
        marks=tuple(
            (place, str(row.verdict))
            for place, row in enumerate(rows)
            if row.verdict in (Verdict.WORSE, Verdict.BETTER)
        ),
    )


def scope_notes(rows: Sequence[PeerRow]) -> tuple[Sentence, ...]:
    """How many peers the rows were read against, and that the circle was widened where it was."""
    same = [row.peers for row in rows if row.scope is Scope.TYPE]
    wider = [row for row in rows if row.scope is Scope.BANK]
    told_same = _number_of_peers("diagnosis.note.peers", same or [0])
    if not wider:
        return (told_same,) if same else ()
    if not same:
        return (_number_of_peers("diagnosis.note.wider_all", [row.peers for row in wider]),)
    names = Names(tuple(Term(f"indicator.{row.indicator.name}") for row in wider))
    return told_same, Sentence("diagnosis.note.wider", {"indicators": names})


def _number_of_peers(key: str, peers: Sequence[int]) -> Sentence:
    if min(peers) == max(peers):
        return Sentence(f"{key}_equal", {"peers": peers[0]})
    return Sentence(key, {"least": min(peers), "most": max(peers)})


def compared(key: str, row: PeerRow) -> Sentence:
    """A sentence on one figure: its entry ``key`` with ``{branch}``, ``{group}``, ``{peers}`` and ``{verdict}``.

    A branch without peers to be read against takes the entry ``<key>_alone``, which wants ``{branch}`` only.
    """
    if row.median is None:
        return Sentence(f"{key}_alone", {"branch": row.estimate.quantity})
    return Sentence(
        key,
        {
            "branch": row.estimate.quantity,
            "group": Term(f"peer_group.{row.scope}"),
            "peers": row.peer,
            "verdict": Term(f"verdict.{row.verdict}"),
        },
    )


def _standing(row: PeerRow) -> tuple[Cell, ...]:
    return (
        Term(f"indicator.{row.indicator.name}"),
        row.estimate.quantity,
        row.estimate if row.estimate.low is not None else None,
        row.estimate.n,
        row.peer,
        None if row.rank is None else Sentence("diagnosis.rank", {"rank": row.rank, "of": row.peers + 1}),
        Term(f"verdict.{row.verdict}"),
    )
