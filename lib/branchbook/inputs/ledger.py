"""A ledger that comes back (CL5, OU2): what staff typed becomes visits again, and nothing typed is lost.

A ledger that Branchbook writes holds, on a hidden sheet, where its fields are and what it had written itself. Whatever
a cell holds besides is typed: on a follow-up sheet it is a record of a visit, in the open fields of the other sheets a
note, and anywhere else it is listed with its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.engagement import SourceFile
from branchbook.inputs.workbooks import Sheet, opened

ORIGIN = "_branchbook"
"""The hidden sheet."""

RECORDS, BASE, WEEKLY = "records", "base", "weekly"
"""The kinds of sheet with fields."""

COUNTED = "="
"""What stands in ``written`` for a cell that Excel counts anew."""

Line = tuple[int, tuple[object, ...]]
"""A record: the number of its row, and its cells from column A on."""

VISIT_ID, ACCOUNT, OWNER = "visit_id", "customer_id", "staff_id"


@dataclass(frozen=True)
class Fields:
    """The fields of one sheet: ``columns`` are field names by column (from 1), rows from ``first`` to ``last``.

    ``keys`` are what the rows of a base or weekly sheet stand for; ``accounts`` maps the words of the account column
    to account ids.
    """

    sheet: str
    kind: str
    staff_id: str
    columns: Mapping[int, str]
    first: int
    last: int
    keys: Mapping[int, str]
    accounts: Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """Something typed where no field is."""

    sheet: str
    cell: str
    words: str


@dataclass(frozen=True)
class Origin:
    """What the hidden sheet says.

    ``written`` is what Branchbook wrote, by sheet and (row, column); ``kept`` what had been typed outside the fields
    of an earlier ledger.
    """

    branch_id: str
    as_of: date
    fields: Mapping[str, Fields]
    written: Mapping[str, Mapping[tuple[int, int], str]]
    kept: tuple[Typed, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something typed into an open field:
    ``subject`` is an account id on a base sheet, a person's on the weekly one."""

    staff_id: str
    subject: str
    field: str
    words: str


@dataclass(frozen=True)
class Returned:
    """A ledger that came back. ``records`` are rows by sheet, as (row number, cells from column A on).

    ``typed_rows`` are the (sheet, row) of records and ``typed_notes`` the notes that somebody changed in this file.
    ``faults`` are records that name an account which the person does not have, each with its cell; they are not among
    ``records``.
    """

    origin: Origin
    records: Mapping[str, tuple[Line, ...]]
    notes: tuple[Note, ...]
    elsewhere: tuple[Typed, ...]
    faults: tuple[Fault, ...] = ()
    typed_rows: frozenset[tuple[str, int]] = frozenset()
    typed_notes: frozenset[Note] = frozenset()


def read_ledger(file: SourceFile) -> Returned:
    """Read a ledger that came back. Raises InputFaults for a file that is no ledger of Branchbook's."""
    with opened(file) as sheets:
        by_name = {sheet.name: sheet for sheet in sheets}
        origin = _origin(by_name, file)
        cells = {name: list(sheet.rows()) for name, sheet in by_name.items() if name != ORIGIN}
    records: dict[str, tuple[Line, ...]] = {}
    notes: list[Note] = []
    elsewhere: list[Typed] = []
    faults: list[Fault] = []
    typed_rows: set[tuple[str, int]] = set()
    typed_notes: set[Note] = set()
    for name, rows in cells.items():
        fields = origin.fields.get(name)
        written = origin.written.get(name, {})
        if fields and fields.kind == RECORDS:
            records[name], strangers = _records(rows, fields, origin.as_of, file)
            faults += strangers
            typed_rows |= {(name, row) for row, cells in rows if _is_typed(row, cells, fields, written)}
        for row, column, words in _filled(rows):
            field = fields.columns.get(column) if fields and fields.first <= row <= fields.last else None
            if fields and field and fields.kind != RECORDS:
                notes.append(Note(fields.staff_id or fields.keys[row], fields.keys[row], field, words))
                typed_notes |= {notes[-1]} if written.get((row, column), "") != words else set()
            elif not field and written.get((row, column), "") not in (words, COUNTED):
                elsewhere.append(Typed(name, _address(row, column), words))
    return Returned(
        origin, records, tuple(notes), (*origin.kept, *elsewhere), tuple(faults),
        frozenset(typed_rows), frozenset(typed_notes),
    )  # fmt: skip


def read_ledgers(files: Sequence[SourceFile]) -> tuple[tuple[SourceFile, Returned], ...]:
    """The newest ledgers of each branch, each with what counts of it.

    People who filled in copies of one ledger hand back one between them: of a record, the copy in which somebody
    changed it counts; two that were changed otherwise are a fault of the later copy. Notes come with the first copy,
    all of them; where two people wrote into one field, both are kept, one below the other. Raises InputFaults as
    :func:`read_ledger`.
    """
    by_branch: dict[str, list[tuple[SourceFile, Returned]]] = {}
    for file in newest(files):
        back = read_ledger(file)
        by_branch.setdefault(back.origin.branch_id, []).append((file, back))
    return tuple(one for copies in by_branch.values() for one in _between_them(copies))


def _between_them(copies: Sequence[tuple[SourceFile, Returned]]) -> list[tuple[SourceFile, Returned]]:
    counted: dict[str, _Counted] = {}
    faults: dict[int, list[Fault]] = {}
    for one in (found for place, (file, back) in enumerate(copies) for found in _lines_of(place, file, back)):
        before = counted.get(one.id)
        if before is None or (one.typed and not before.typed):
            counted[one.id] = one
        elif one.typed and before.typed and one.words != before.words:
            faults.setdefault(one.place, []).append(Fault("ledger_differs", one.at, before.at.file))
    chosen = {(one.place, one.at.sheet, one.at.row) for one in counted.values()}
    backs = [back for _, back in copies]
    elsewhere = tuple(dict.fromkeys(found for back in backs for found in back.elsewhere))
    return [
        (file, replace(
            back,
            records={sheet: tuple(line for line in lines if (place, sheet, line[0]) in chosen)
                     for sheet, lines in back.records.items()},
            notes=_notes_of(backs) if place == 0 else (),
            elsewhere=elsewhere if place == 0 else (),
            faults=(*back.faults, *faults.get(place, ())),
        ))
        for place, (file, back) in enumerate(copies)
    ]  # fmt: skip


@dataclass(frozen=True)
class _Counted:
    """A record in one of the copies: which copy, where in it, its words, and whether somebody changed it there."""

    id: str
    place: int
    at: Place
    words: tuple[str, ...]
    typed: bool


def _lines_of(place: int, file: SourceFile, back: Returned) -> Iterator[_Counted]:
    for sheet, lines in back.records.items():
        columns = back.origin.fields[sheet].columns
        named = next(column for column, field in columns.items() if field == VISIT_ID)
        for row, cells in lines:
            words = tuple(map(plain, cells))
            at = Place(file.shown, sheet, row, cell=_address(row, named))
            yield _Counted(words[named - 1], place, at, words, (sheet, row) in back.typed_rows)


def _notes_of(copies: Sequence[Returned]) -> tuple[Note, ...]:
    """Every note once: as it was typed in any of the copies, else as it stood."""
    found: dict[tuple[str, str, str], list[Note]] = {}
    for back in copies:
        for note in back.notes:
            found.setdefault((note.staff_id, note.subject, note.field), []).append(note)
    typed = frozenset[Note]().union(*(back.typed_notes for back in copies))
    kept = {of: [note for note in notes if note in typed] or notes for of, notes in found.items()}
    return tuple(
        replace(notes[0], words="\n".join(dict.fromkeys(note.words for note in notes))) for notes in kept.values()
    )


def _is_typed(row: int, cells: Sequence[object], fields: Fields, written: Mapping[tuple[int, int], str]) -> bool:
    told = {column: plain(cell) for column, cell in enumerate(cells, start=1)}
    return any(told.get(column, "") != written.get((row, column), "") for column in fields.columns)


def newest(files: Sequence[SourceFile]) -> tuple[SourceFile, ...]:
    """Of several ledgers of a branch those of the latest day, which carry the older ones' records on.

    Raises InputFaults that name every file that is no ledger of Branchbook's.
    """
    found: list[tuple[Origin, SourceFile]] = []
    faults: list[Fault] = []
    for file in files:
        try:
            found.append((_read_origin(file), file))
        except InputFaults as refused:
            faults += refused.faults
    if faults:
        raise InputFaults(faults)
    latest = {
        origin.branch_id: max(o.as_of for o, _ in found if o.branch_id == origin.branch_id) for origin, _ in found
    }
    return tuple(file for origin, file in found if origin.as_of == latest[origin.branch_id])


def visit_lines(returned: Returned) -> Iterator[tuple[str, list[tuple[int, list[object]]]]]:
    """Per follow-up sheet its records as lines under the canonical names of the table of visits."""
    for name, rows in returned.records.items():
        fields = returned.origin.fields[name]
        width = max(fields.columns)
        heads: list[object] = [fields.columns.get(column) for column in range(1, width + 1)]
        yield name, [(fields.first - 1, [*heads, OWNER]), *((row, [*cells, fields.staff_id]) for row, cells in rows)]


def plain(value: object) -> str:
    """A cell's content as words, the same whether it was just written or read back."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case datetime():
            return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat(" ")
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).replace("\r\n", "\n").strip()


def _read_origin(file: SourceFile) -> Origin:
    with opened(file) as sheets:
        return _origin({sheet.name: sheet for sheet in sheets}, file)


def _origin(sheets: Mapping[str, Sheet], file: SourceFile) -> Origin:
    if ORIGIN not in sheets:
        raise InputFaults([Fault("ledger_foreign", Place(file=file.shown))])
    try:
        words = "".join(str(cells[0])[1:] for _, cells in sheets[ORIGIN].rows())
        return _parsed(json.loads(words))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InputFaults([Fault("ledger_foreign", Place(file=file.shown, sheet=ORIGIN))]) from error


def _parsed(told: Mapping[str, Any]) -> Origin:
    return Origin(
        str(told["branch_id"]),
        date.fromisoformat(told["as_of"]),
        {
            entry["sheet"]: Fields(
                **{
                    **entry,
                    "columns": {int(column): field for column, field in entry["columns"].items()},
                    "keys": {int(row): key for row, key in entry["keys"].items()},
                }
            )
            for entry in told["fields"]
        },
        {
            sheet: {(int(row), int(column)): words for row, column, words in cells}
            for sheet, cells in told["written"].items()
        },
        tuple(Typed(*found) for found in told["kept"]),
    )


def _records(
    rows: Sequence[tuple[int, list[object]]], fields: Fields, as_of: date, file: SourceFile
) -> tuple[tuple[Line, ...], list[Fault]]:
    """The records of one follow-up sheet, and the faults of those that can't be told whom they are about."""
    width = max(fields.columns)
    places = {field: column - 1 for column, field in fields.columns.items()}
    found: list[Line] = []
    faults: list[Fault] = []
    for row, given in rows:
        cells = [*given, *([None] * (width - len(given)))][:width]
        if not fields.first <= row <= fields.last or not any(plain(cell) for cell in cells):
            continue
        account = plain(cells[places[ACCOUNT]])
        if account not in fields.accounts:
            cell = _address(row, places[ACCOUNT] + 1)
            faults.append(Fault("ledger_account_unknown", Place(file.shown, fields.sheet, row, cell=cell)))
            continue
        cells[places[ACCOUNT]] = fields.accounts[account]
        # the day tells this line from the same line of a later ledger, in which this one stands under its id
        new = f"{fields.staff_id}.{fields.accounts[account]}.{as_of:%Y%m%d}.{row}"
        cells[places[VISIT_ID]] = plain(cells[places[VISIT_ID]]) or new
        found.append((row, tuple(cells)))
    return tuple(found), faults


def _filled(rows: Sequence[tuple[int, list[object]]]) -> Iterator[tuple[int, int, str]]:
    for row, cells in rows:
        for column, value in enumerate(cells, start=1):
            if words := plain(value):
                yield row, column, words


def _address(row: int, column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
