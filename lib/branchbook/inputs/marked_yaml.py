"""YAML read with the line of every value, so that a fault can point at it.

Only plain YAML is accepted: no tags beyond the safe ones, no anchors and aliases, no key given twice. Scalars can be
had as they are written ("007" stays "007"), which plain YAML readers turn into numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.spelling import nearest

LARGEST = 1_000_000
"""Bytes beyond which a file is no engagement file."""

_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass
class MarkedYaml:
    """A YAML file being read: it answers typed values and gathers the faults it meets on the way."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def top(self, path: Path) -> yaml.Node | None:
        """The top node of the file; None (and a fault) if it can't be read as YAML."""
        try:
            content = path.read_bytes()
            text = content.decode("utf-8-sig")
            if len(content) > LARGEST:
                self._refuse("yaml_too_large")
                return None
            self._refuse_aliases(text)
            return None if self.faults else yaml.compose(text, Loader=yaml.SafeLoader)
        except UnicodeDecodeError:
            self._refuse("yaml_encoding")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            problem = str(getattr(error, "problem", "") or "")
            self._refuse("yaml_broken", _line(mark), problem)
        except RecursionError:
            self._refuse("yaml_broken", got="nested too deeply")
        return None

    def _refuse_aliases(self, text: str) -> None:
        """An alias repeats what stands elsewhere, without end if need be; no engagement needs one."""
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                self._refuse("yaml_alias", _line(event.start_mark))
                return

    def _refuse(self, code: str, row: int = 0, got: str = "") -> None:
        self.faults.append(Fault(code, Place(file=self.file, row=row), got=got))

    def fault(
        self, code: str, node: yaml.Node | None, key: str, got: str = "", allowed: str = "", **values: str
    ) -> None:
        """Note a fault at this node."""
        row = _line(node.start_mark) if node is not None else 0
        self.faults.append(Fault(code, Place(file=self.file, row=row, key=key), got, allowed, values=values))

    def mapping(
        self,
        node: yaml.Node | None,
        key: str,
        known: Iterable[str] | None = None,
        meant: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, yaml.Node]:
        """The entries of a mapping by key as written; keys outside ``known`` and keys given twice are faults.

        ``meant`` are other words that a person may write, and the keys that they mean: what is told is that key.
        """
        if node is None or is_empty(node):
            return {}
        if not isinstance(node, yaml.MappingNode):
            self.fault("wrong_type", node, key, allowed="mapping")
            return {}
        names = None if known is None else tuple(known)
        entries: dict[str, yaml.Node] = {}
        for name_node, value in node.value:
            name = str(name_node.value) if isinstance(name_node, yaml.ScalarNode) else ""
            path = f"{key}.{name}" if key else name
            if name in entries:
                self.fault("key_duplicate_in_yaml", name_node, path, got=name)
            elif names is not None and name not in names:
                near = meant.get(name) or nearest(name, names) or "—"
                self.fault("key_unknown", name_node, path, name, ", ".join(names), nearest=near)
            else:
                entries[name] = value
        return entries

    def text(self, node: yaml.Node, key: str) -> str:
        """The scalar as it is written; a fault and an empty text for lists and mappings."""
        if isinstance(node, yaml.ScalarNode) and not is_empty(node):
            return str(node.value).strip()
        self.fault("wrong_type", node, key, allowed="text")
        return ""

    def texts(self, node: yaml.Node, key: str) -> tuple[str, ...]:
        """A list of scalars as they are written; one scalar counts as a list of one."""
        if isinstance(node, yaml.SequenceNode):
            return tuple(text for item in node.value if (text := self.text(item, key)))
        return tuple(text for text in (self.text(node, key),) if text)

    def day(self, node: yaml.Node, key: str) -> date | None:
        """A date written as 2025-12-31."""
        written = self.text(node, key)
        match = _DATE.fullmatch(written)
        try:
            if match:
                return date(*map(int, match.groups()))
        except ValueError:
            pass  # a day that no month has is told in the same words
        self.fault("date_wrong", node, key, got=written, allowed="2025-12-31")
        return None

    def value(self, node: yaml.Node, key: str) -> object:
        """The plain Python value of a node (numbers, texts, lists, mappings); duplicate keys are faults."""
        if isinstance(node, yaml.MappingNode):
            return {name: self.value(item, f"{key}.{name}") for name, item in self.mapping(node, key).items()}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, key) for item in node.value]
        try:
            return yaml.SafeLoader("").construct_object(node)
        except (ValueError, yaml.YAMLError):
            self.fault("wrong_type", node, key, got=str(node.value), allowed="number, text")
            return None

    def refuse_if_faulty(self) -> None:
        """Raise everything gathered so far, if anything was."""
        if self.faults:
            raise InputFaults(self.faults)


def _line(mark: Any) -> int:
    return int(mark.line) + 1 if mark is not None else 0


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing is written here (``key:`` without a value)."""
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"
