"""An engagement: one bank's project, as its ``engagement.yaml`` describes it.

Paths are relative to the engagement's folder. An example with every key::

    name: demo                       # the folder's own name
    bank: 云山银行（合成数据）
    bank_en: Yunshan Bank (synthetic data)   # its name in English documents; the Chinese one where this is left out
    language: zh-CN                  # or en
    currency: CNY
    as_of: 2025-12-31                # the day of the analysis; later rows are left out
    branches: all                    # or a list of branch ids
    notebooks: [10_diagnosis, 90_branch_report]
    raw:                             # files that SQL sources can query by name; every column is text
      account: {file: ../x/account.csv.gz, delimiter: ";", encoding: utf-8}
    sources:
      branches: {file: 网点.xlsx, sheet: 网点信息}
      staff: 员工.xlsx               # the file alone: the sheet is found by its name or its headings
      customers: {file: customers.csv.gz, encoding: gb18030}
      transactions: {files: "transactions/*.csv.gz"}
      tickets: {sql: "select ... from account"}
      visits: {ledgers: "ledgers/*.xlsx"}   # ledgers that staff have filled in; there may be none yet
    columns:                         # this engagement's own headings and the columns they mean
      customers: {网点: branch_id, 我行客户号: customer_id}
    rules:                           # overrides of templates/rules.yaml, checked by the rules
      FL4: {long_wait_minutes: 12}
    marketing_import:                # the file for the bank's marketing system: its columns in order, and how far it is
      columns: {客户号: id, 客户经理工号: owner, 岗位: position}
      submitted_on: 2026-01-05
      loaded_on: 2026-01-06
    parameters:                      # values for the parameters cells of chapters
      10_diagnosis: {}
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath

import yaml

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.marked_yaml import MarkedYaml
from branchbook.inputs.schema import TABLES, VISITS
from branchbook.inputs.spelling import nearest
from branchbook.values.places import is_passing

FILE = "engagement.yaml"
LANGUAGES = ("zh-CN", "en")
WORKBOOKS = (".xlsx", ".xlsm")
DELIMITED = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
PARQUET = (".parquet",)
KINDS = (*WORKBOOKS, *DELIMITED, *PARQUET)
"""The endings of the files that can be read."""

_KEYS = (
    "name",
    "bank",
    "bank_en",
    "language",
    "currency",
    "as_of",
    "branches",
    "notebooks",
    "raw",
    "sources",
    "columns",
    "rules",
    "parameters",
    "marketing_import",
)
_NEEDED = ("bank", "as_of", "sources")
_TABLES_MEANT = {word: table.name for table in TABLES.values() for word in (table.heading, *table.synonyms)}
_FILE_KEYS = ("file", "files", "sheet", "sheets", "delimiter", "encoding")


@dataclass(frozen=True)
class SourceFile:
    """One file of a source: where it is, and how it is named in faults and reports (never an absolute path)."""

    path: Path
    shown: str

    def ends_in(self, endings: tuple[str, ...]) -> bool:
        """Whether its name has one of these endings, however it is written."""
        return self.path.name.lower().endswith(endings)


@dataclass(frozen=True)
class Source:
    """Where a table comes from: files of one shape, or a query over the raw files.

    ``sheets`` empty means that the sheet is to be found; ``delimiter`` and ``encoding`` empty, to be detected.
    ``ledgers`` tells that the files are ledgers that came back, filled in.
    """

    files: tuple[SourceFile, ...] = ()
    sheets: tuple[str, ...] = ()
    delimiter: str = ""
    encoding: str = ""
    sql: str = ""
    ledgers: bool = False


IMPORT_FIELDS = ("id", "name", "owner", "owner_name", "position", "tier", "aim", "level", "deposits")
"""What a column of the import file may hold."""


@dataclass(frozen=True)
class MarketingImport:
    """The file for the bank's marketing system (CL6):
    headings in order with what they hold, and how far it has come."""

    columns: Mapping[str, str] = field(
        default_factory=lambda: {"客户编号": "id", "客户名称": "name", "客户经理工号": "owner", "岗位": "position"}
    )
    submitted_on: date | None = None
    loaded_on: date | None = None


@dataclass(frozen=True)
class Engagement:
    """Everything that ``engagement.yaml`` says, checked.

    ``branches`` is the scope, None for all branches of the table; ``columns`` maps, per table, a heading of the bank
    to the column it means; ``rule_overrides`` is handed to the rules as it was written.
    """

    name: str
    folder: Path
    bank: str
    as_of: date
    sources: Mapping[str, Source]
    bank_en: str = ""
    language: str = "zh-CN"
    currency: str = "CNY"
    branches: tuple[str, ...] | None = None
    raw: Mapping[str, Source] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rule_overrides: Mapping[str, object] = field(default_factory=dict)
    notebooks: tuple[str, ...] = ()
    parameters: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    marketing_import: MarketingImport = field(default_factory=MarketingImport)

    def bank_named(self, language: str) -> str:
        """The bank's name to print in a document of this language."""
        return self.bank_en if language == "en" and self.bank_en else self.bank


def read_engagement(folder: Path) -> Engagement:
    """The engagement of this folder.

    Raises :class:`InputFaults` with everything that is wrong with its ``engagement.yaml``: the file missing, keys that
    are unknown, missing or given twice, values of the wrong kind, source files that are not there.
    """
    path = folder / FILE
    if not path.is_file():
        raise InputFaults([_no_engagement(folder)])
    reader = MarkedYaml(FILE)
    entries = reader.mapping(reader.top(path), "", _KEYS)
    reader.refuse_if_faulty()
    engagement = _engagement(reader, entries, folder)
    reader.refuse_if_faulty()
    return engagement


def _no_engagement(folder: Path) -> Fault:
    neighbours = [found.parent.name for found in folder.parent.glob(f"*/{FILE}")] if folder.parent.is_dir() else []
    return Fault(
        "engagement_missing",
        Place(file=f"{folder.name}/{FILE}"),
        got=folder.name,
        allowed=", ".join(sorted(neighbours)) or "—",
        values={"nearest": nearest(folder.name, neighbours) or "—"},
    )


def _engagement(reader: MarkedYaml, entries: Mapping[str, yaml.Node], folder: Path) -> Engagement:
    for key in _NEEDED:
        if key not in entries:
            reader.fault("key_missing", None, key)
    return Engagement(
        name=_name(reader, entries, folder),
        folder=folder,
        bank=reader.text(entries["bank"], "bank") if "bank" in entries else "",
        bank_en=reader.text(entries["bank_en"], "bank_en") if "bank_en" in entries else "",
        as_of=(reader.day(entries["as_of"], "as_of") if "as_of" in entries else None) or date.min,
        sources=_sources(reader, entries.get("sources"), folder),
        language=_language(reader, entries),
        currency=reader.text(entries["currency"], "currency") if "currency" in entries else "CNY",
        branches=_scope(reader, entries),
        raw=_raw(reader, entries.get("raw"), folder),
        columns=_columns(reader, entries.get("columns")),
        rule_overrides=_rules(reader, entries),
        notebooks=reader.texts(entries["notebooks"], "notebooks") if "notebooks" in entries else (),
        parameters=_parameters(reader, entries),
        marketing_import=_marketing_import(reader, entries.get("marketing_import")),
    )


def _name(reader: MarkedYaml, entries: Mapping[str, yaml.Node], folder: Path) -> str:
    """The folder's name, which commands and outputs go by; a different one in the file would mislead."""
    own = folder.resolve().name
    if "name" in entries and (written := reader.text(entries["name"], "name")) and written != own:
        reader.fault("name_differs", entries["name"], "name", got=written, allowed=own)
    return own


def _language(reader: MarkedYaml, entries: Mapping[str, yaml.Node]) -> str:
    if "language" not in entries:
        return LANGUAGES[0]
    written = reader.text(entries["language"], "language")
    if written and written not in LANGUAGES:
        reader.fault("language_unknown", entries["language"], "language", got=written, allowed=", ".join(LANGUAGES))
    return written


def _scope(reader: MarkedYaml, entries: Mapping[str, yaml.Node]) -> tuple[str, ...] | None:
    if "branches" not in entries:
        return None
    ids = reader.texts(entries["branches"], "branches")
    if ids == ("all",):
        return None
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        reader.fault("scope_duplicate", entries["branches"], "branches", got=twice)
    if not ids:
        reader.fault("wrong_type", entries["branches"], "branches", allowed="all, [001, 002]")
    return ids


def _rules(reader: MarkedYaml, entries: Mapping[str, yaml.Node]) -> Mapping[str, object]:
    named = reader.mapping(entries.get("rules"), "rules")
    return {name: reader.value(node, f"rules.{name}") for name, node in named.items()}


def _parameters(reader: MarkedYaml, entries: Mapping[str, yaml.Node]) -> dict[str, Mapping[str, object]]:
    return {
        notebook: {
            name: reader.value(node, f"parameters.{notebook}.{name}")
            for name, node in reader.mapping(values, f"parameters.{notebook}").items()
        }
        for notebook, values in reader.mapping(entries.get("parameters"), "parameters").items()
    }


def _marketing_import(reader: MarkedYaml, node: yaml.Node | None) -> MarketingImport:
    entries = reader.mapping(node, "marketing_import", ("columns", "submitted_on", "loaded_on"))
    days = {
        name: reader.day(entries[name], f"marketing_import.{name}") if name in entries else None
        for name in ("submitted_on", "loaded_on")
    }
    columns = {
        heading: _import_field(reader, target, f"marketing_import.columns.{heading}")
        for heading, target in reader.mapping(entries.get("columns"), "marketing_import.columns").items()
    }
    return MarketingImport(columns or MarketingImport().columns, days["submitted_on"], days["loaded_on"])


def _import_field(reader: MarkedYaml, node: yaml.Node, key: str) -> str:
    written = reader.text(node, key)
    if written and written not in IMPORT_FIELDS:
        near = nearest(written, IMPORT_FIELDS) or "—"
        reader.fault("column_unknown", node, key, written, ", ".join(IMPORT_FIELDS), nearest=near)
    return written


def _columns(reader: MarkedYaml, node: yaml.Node | None) -> dict[str, Mapping[str, str]]:
    return {
        table: {
            heading: _column(reader, target, table, heading)
            for heading, target in reader.mapping(headings, f"columns.{table}").items()
        }
        for table, headings in reader.mapping(node, "columns", TABLES, _TABLES_MEANT).items()
    }


def _column(reader: MarkedYaml, node: yaml.Node, table: str, heading: str) -> str:
    key = f"columns.{table}.{heading}"
    name = reader.text(node, key)
    known = [column.name for column in TABLES[table].columns]
    if name and name not in known:
        reader.fault("column_unknown", node, key, name, ", ".join(known), nearest=nearest(name, known) or "—")
    return name


def _raw(reader: MarkedYaml, node: yaml.Node | None, folder: Path) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for name, entry in reader.mapping(node, "raw").items():
        if not name.isidentifier() or name.casefold() in {other.casefold() for other in sources}:
            reader.fault("raw_name_wrong", entry, f"raw.{name}", got=name)
        sources[name] = _source(reader, entry, f"raw.{name}", folder, _FILE_KEYS)
    return sources


def _sources(reader: MarkedYaml, node: yaml.Node | None, folder: Path) -> dict[str, Source]:
    entries = reader.mapping(node, "sources", TABLES, _TABLES_MEANT)
    return {
        table: _source(
            reader,
            entry,
            f"sources.{table}",
            folder,
            (*_FILE_KEYS, "sql", *(("ledgers",) if table == VISITS.name else ())),
        )
        for table, entry in entries.items()
    }


def _source(reader: MarkedYaml, node: yaml.Node, key: str, folder: Path, known: tuple[str, ...]) -> Source:
    if isinstance(node, yaml.ScalarNode):
        return Source(files=_one_file(reader, node, key, folder))
    entries = reader.mapping(node, key, known)
    origins = [name for name in ("file", "files", "sql", "ledgers") if name in entries]
    if len(origins) != 1:
        reader.fault("source_unclear", node, key, got=", ".join(origins) or "—", allowed="file, files, sql")
        return Source()
    if origins == ["sql"]:
        for name in entries.keys() - {"sql"}:
            reader.fault("key_needs_file", entries[name], f"{key}.{name}", got=name)
        return Source(sql=reader.text(entries["sql"], f"{key}.sql"))
    if origins == ["ledgers"]:
        return Source(files=_returned_ledgers(reader, entries["ledgers"], f"{key}.ledgers", folder), ledgers=True)
    find = _one_file if origins == ["file"] else _matching_files
    return Source(
        files=find(reader, entries[origins[0]], f"{key}.{origins[0]}", folder),
        sheets=_sheets(reader, entries, key),
        delimiter=_delimiter(reader, entries.get("delimiter"), key),
        encoding=_encoding(reader, entries.get("encoding"), key),
    )


def _one_file(reader: MarkedYaml, node: yaml.Node, key: str, folder: Path) -> tuple[SourceFile, ...]:
    written = reader.text(node, key)
    path = folder / written
    if not written:
        return ()
    if not path.is_file():
        files = [found.name for found in path.parent.glob("*") if found.is_file()]
        near = nearest(path.name, files) or "—"
        reader.fault("file_missing", node, key, got=_shown(written), nearest=near)
        return ()
    return _readable(reader, node, key, [SourceFile(path, _shown(written))])


def _returned_ledgers(reader: MarkedYaml, node: yaml.Node, key: str, folder: Path) -> tuple[SourceFile, ...]:
    """The ledgers that have come back so far, which may be none yet."""
    written = PurePath(reader.text(node, key))
    if not (folder / written.parent).is_dir() or not _lasting((folder / written.parent).glob(written.name)):
        return ()
    return _matching_files(reader, node, key, folder, WORKBOOKS)


def _matching_files(
    reader: MarkedYaml, node: yaml.Node, key: str, folder: Path, kinds: tuple[str, ...] = KINDS
) -> tuple[SourceFile, ...]:
    """The files that match a pattern."""
    written = reader.text(node, key)
    if not written:
        return ()
    at = PurePath(written)
    fixed = [part for part in at.parts[:-1] if not set(part) & set("*?[")]
    start = folder.joinpath(*fixed)
    pattern = "/".join(at.parts[len(fixed) :])
    found = _lasting(start.glob(pattern))
    if not found:
        reader.fault("no_files_match", node, key, got=_shown(written))
    shown = [_shown(str(PurePath(*fixed, path.relative_to(start)))) for path in found]
    return _readable(
        reader, node, key, [SourceFile(path, name) for path, name in zip(found, shown, strict=True)], kinds
    )


def _lasting(found: Iterable[Path]) -> list[Path]:
    """The files among what was found, in the order of their names, without those that come and go while people work."""
    return sorted(path for path in found if path.is_file() and not is_passing(path))


def _readable(
    reader: MarkedYaml, node: yaml.Node, key: str, files: list[SourceFile], kinds: tuple[str, ...] = KINDS
) -> tuple[SourceFile, ...]:
    for file in files:
        if not file.ends_in(kinds):
            reader.fault("file_kind_unknown", node, key, got=file.shown, allowed=" ".join(kinds))
    return tuple(file for file in files if file.ends_in(kinds))


def _shown(written: str) -> str:
    """A path as it may be shown: within the engagement's folder as written, from elsewhere its name alone."""
    path = PurePath(written)
    return path.name if path.is_absolute() or ".." in path.parts else path.as_posix()


def _sheets(reader: MarkedYaml, entries: Mapping[str, yaml.Node], key: str) -> tuple[str, ...]:
    if "sheets" in entries:
        return reader.texts(entries["sheets"], f"{key}.sheets")
    return reader.texts(entries["sheet"], f"{key}.sheet") if "sheet" in entries else ()


def _delimiter(reader: MarkedYaml, node: yaml.Node | None, key: str) -> str:
    if node is None:
        return ""
    if isinstance(node, yaml.ScalarNode) and len(node.value) == 1 and node.value not in '"\r\n':
        return str(node.value)
    reader.fault(
        "delimiter_wrong", node, f"{key}.delimiter", got=str(node.value), allowed="""  ","  ";"  "|"  "\\t"  """
    )
    return ""


def _encoding(reader: MarkedYaml, node: yaml.Node | None, key: str) -> str:
    if node is None:
        return ""
    written = reader.text(node, f"{key}.encoding")
    try:
        "".encode(codecs.lookup(written).name)
    except LookupError:
        reader.fault("encoding_unknown", node, f"{key}.encoding", got=written, allowed="utf-8, gb18030, utf-16")
        return ""
    return written
