"""A chapter: a parameterized notebook, and what may be given to its ``parameters`` cell.

The cell holds literals only, one per line, ``name: type = value  # help``. Everything that can be wrong with a chapter
or with the values given to it is found here, before any kernel starts.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.spelling import nearest

TAG = "parameters"
REQUIRED = ("engagement", "branch_id")
"""The batch gives these to every chapter of a branch; a chapter that does not declare them can't be run for one."""

Literal = object
"""A literal of Python; which ones a parameter may have is told by its annotation."""


@dataclass(frozen=True)
class Parameter:
    """One line of a parameters cell. ``annotation`` is empty where the cell gives none; then the default tells."""

    name: str
    annotation: str
    default: Literal = None
    has_default: bool = True

    def accepts(self, value: Literal) -> bool:
        """Whether a value is of the declared type: text stays text, 1 is no bool, True is no number."""
        if self.annotation:
            return _checker(ast.parse(self.annotation, mode="eval").body)(value)
        return self.default is None or _is(type(self.default))(value)

    @property
    def type_name(self) -> str:
        """The type as a person would write it."""
        return self.annotation or type(self.default).__name__


@dataclass(frozen=True)
class Chapter:
    """A notebook of a branch: its name ("10_diagnosis"), file, fingerprint of its bytes and declared parameters."""

    name: str
    path: Path
    fingerprint: str
    parameters: tuple[Parameter, ...]

    def declares(self, name: str) -> bool:
        """Whether the parameters cell has a line for this name."""
        return any(parameter.name == name for parameter in self.parameters)

    def faults_of(self, given: Mapping[str, Literal]) -> Iterator[Fault]:
        """Everything wrong with the values given to this chapter: unknown, missing or of the wrong type."""
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                near = nearest(name, names) or "—"
                yield self._fault("parameter_unknown", name, got=name, allowed=", ".join(names), nearest=near)
        for parameter in self.parameters:
            if parameter.name in given:
                value = given[parameter.name]
                if not parameter.accepts(value):
                    yield self._fault(
                        "parameter_mistyped", parameter.name, got=repr(value), allowed=parameter.type_name
                    )
            elif not parameter.has_default:
                yield self._fault("parameter_missing", parameter.name, allowed=parameter.type_name)

    def _fault(self, code: str, key: str, got: str = "", allowed: str = "", **values: str) -> Fault:
        place = Place(file=_shown(self.path), key=key)
        return Fault(code, place, got=got, allowed=allowed, values={"notebook": self.name, **values})


def read_chapter(path: Path) -> Chapter:
    """Read a notebook's name, fingerprint and declared parameters.

    Raises :class:`InputFaults` for a file that is no notebook, or whose parameters cell is missing, repeated or holds
    anything but literals.
    """
    content = _bytes_of(path)
    cell = _parameters_cell(path, content)
    return Chapter(path.stem, path, hashlib.sha256(content).hexdigest(), tuple(_parameters(path, cell)))


def chapter_paths(shipped: Path, own: Path, chosen: Sequence[str] = ()) -> tuple[Path, ...]:
    """The chapters in the order of their numbers; an engagement's own copy takes the place of the shipped one.

    ``chosen`` are the names of the chapters that the engagement wants, all of them where it names none. Raises
    :class:`InputFaults` for a name that no chapter has, and for an own notebook that has no shipped counterpart, since
    it would never be run.
    """
    chapters = {path.stem: path for path in sorted(shipped.glob("*.ipynb"))}
    copies = {path.stem: path for path in sorted(own.glob("*.ipynb"))} if own.is_dir() else {}
    known = list(chapters)
    faults = [
        unknown_notebook(name, known, Place(file=_shown(path))) for name, path in copies.items() if name not in known
    ]
    faults += [
        unknown_notebook(name, known, Place(file="engagement.yaml", key="notebooks"))
        for name in chosen
        if name not in known
    ]
    if faults:
        raise InputFaults(faults)
    return tuple(copies.get(name, path) for name, path in chapters.items() if not chosen or name in chosen)


def unknown_notebook(name: str, known: Sequence[str], place: Place) -> Fault:
    """The fault of naming a chapter that there is not."""
    values = {"nearest": nearest(name, known) or "—"}
    return Fault("notebook_unknown", place, got=name, allowed=", ".join(known), values=values)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputFaults([Fault("notebook_unreadable", Place(file=_shown(path)))]) from error


def _parameters_cell(path: Path, content: bytes) -> str:
    cells = [cell for cell in _cells(path, content) if TAG in cell.get("metadata", {}).get("tags", [])]
    if len(cells) != 1:
        code = "parameters_cell_repeated" if cells else "parameters_cell_missing"
        raise InputFaults([Fault(code, Place(file=_shown(path)), count=max(len(cells), 1))])
    source = cells[0].get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _cells(path: Path, content: bytes) -> list[dict[str, Any]]:
    try:
        cells = json.loads(content.decode("utf-8"))["cells"]
        return [cell for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputFaults([Fault("notebook_unreadable", Place(file=_shown(path)))]) from error


def _parameters(path: Path, source: str) -> Iterator[Parameter]:
    try:
        declared = [_parameter(line) for line in ast.parse(source).body]
    except (SyntaxError, ValueError, TypeError) as error:
        got = str(error.text or "").strip() if isinstance(error, SyntaxError) else str(error)
        raise InputFaults([Fault("parameters_cell_not_literal", Place(file=_shown(path)), got=got)]) from error
    yield from declared


def _parameter(line: ast.stmt) -> Parameter:
    match line:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=None):
            _checker(annotation)
            return Parameter(name, ast.unparse(annotation), has_default=False)
        case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=ast.expr() as value):
            _checker(annotation)
            return Parameter(name, ast.unparse(annotation), _literal(value))
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return Parameter(name, "", _literal(value))
        case _:
            raise ValueError(ast.unparse(line))


def _literal(value: ast.expr) -> Literal:
    try:
        return ast.literal_eval(value)
    except ValueError as error:
        raise ValueError(ast.unparse(value)) from error


def _checker(annotation: ast.expr) -> Callable[[Any], bool]:
    """A check for a value of an annotated type; ValueError for an annotation that parameters can't have."""
    match annotation:
        case ast.Constant(value=None):
            return lambda value: value is None
        case ast.Name(id="str" | "int" | "float" | "bool" | "list" | "dict" | "tuple" as name):
            return _is(
                {"str": str, "int": int, "float": float, "bool": bool, "list": list, "dict": dict, "tuple": tuple}[name]
            )
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            one, other = _checker(left), _checker(right)
            return lambda value: one(value) or other(value)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inner):
            some = _checker(inner)
            return lambda value: value is None or some(value)
        case ast.Subscript(value=ast.Name(id="list" | "List"), slice=inner):
            each = _checker(inner)
            return lambda value: isinstance(value, list) and all(each(item) for item in value)
        case ast.Subscript(value=ast.Name(id="dict" | "Dict"), slice=ast.Tuple(elts=[keys, values])):
            key, item = _checker(keys), _checker(values)
            return lambda value: isinstance(value, dict) and all(key(k) and item(v) for k, v in value.items())
        case _:
            raise ValueError(ast.unparse(annotation))


def _is(kind: type) -> Callable[[Any], bool]:
    if kind is bool:
        return lambda value: isinstance(value, bool)
    if kind is float:
        return lambda value: isinstance(value, (int, float)) and not isinstance(value, bool)
    return lambda value: isinstance(value, kind) and not isinstance(value, bool)


def _shown(path: Path) -> str:
    """The file as a person finds it, without the machine's folders: "notebooks/10_diagnosis.ipynb"."""
    return f"{path.parent.name}/{path.name}"
