"""`Rules`: the defaults of ``templates/rules.yaml`` with an engagement's overrides,
each checked against its default."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from branchbook.errors import Fault, InputFaults, Place, allowed_range
from branchbook.values.data_file import read_data
from branchbook.values.places import templates_folder

_OVERRIDDEN = "overridden rules"

RuleValue = float | int | str | bool | tuple[str, ...] | Mapping[str, float]


@dataclass(frozen=True)
class Rule:
    """One rule value: its key ("FL4.long_wait_minutes"), unit, source (an id of the domain) and bounds.

    ``open`` is for a mapping to which an engagement may add names of its own, such as the bank's kinds of business.
    """

    key: str
    value: RuleValue
    unit: str = ""
    source: str = ""
    minimum: float | None = None
    maximum: float | None = None
    note: str = ""
    open: bool = False
    overridden: bool = False


@dataclass(frozen=True)
class Reading:
    """Which rules were read while something was computed, by the part of it that read them ("" for no part)."""

    parts: dict[str, set[str]] = field(default_factory=dict)

    def note(self, part: str, keys: Iterable[str]) -> None:
        """Note that a part rests on these keys."""
        self.parts.setdefault(part, set()).update(keys)

    def of(self, part: str) -> frozenset[str]:
        """The keys that a part has read; those that no part has read for one that was never told apart."""
        return frozenset(self.parts.get(part, self.parts.get("", ())))

    @property
    def keys(self) -> frozenset[str]:
        """All keys that were read."""
        return frozenset().union(*self.parts.values())


@lru_cache(maxsize=1)
def _default_rules() -> Rules:
    return Rules.read(templates_folder() / "rules.yaml")


@dataclass(frozen=True)
class Rules:
    """All rules of an engagement, by key. Reading an unknown key is a KeyError: rules are never guessed.

    ``reading`` notes, under ``part``, each key whose value is asked for; None where nobody wants to know.
    """

    rules: Mapping[str, Rule]
    reading: Reading | None = field(default=None, compare=False, repr=False)
    part: str = field(default="", compare=False, repr=False)

    @classmethod
    def defaults(cls) -> Rules:
        """The shipped rules."""
        return _default_rules()

    @classmethod
    def read(cls, path: Path) -> Rules:
        """The rules of a rule file; ValueError for an entry without a value."""
        content = read_data(path)
        return cls({rule.key: rule for rule in _leaves(content)})

    def with_overrides(self, overrides: Mapping[str, object], file: str = "engagement.yaml") -> Rules:
        """These rules with an engagement's own values, nested as in the rule file.

        Raises InputFaults that lists every unknown key (with the nearest one), every value of another type than the
        default's, and every value out of bounds.
        """
        changed: dict[str, Rule] = {}
        faults: list[Fault] = []
        for key, value in self._overridden(overrides):
            rule = self.rules.get(key)
            fault = _unknown(key, self.rules, file) if rule is None else _unfit(rule, value, file)
            if fault:
                faults.append(fault)
            elif rule is not None:
                changed[key] = replace(rule, value=_frozen(value), overridden=True)
        if faults:
            raise InputFaults(faults)
        return replace(self, rules={**self.rules, **changed})

    def noted_in(self, reading: Reading) -> Rules:
        """These rules, each reading of a value noted."""
        return replace(self, reading=reading)

    def under(self, part: str) -> Rules:
        """These rules for one part of a computation, so that what it reads is told apart."""
        self.note(part, ())
        return replace(self, part=part)

    def note(self, part: str, keys: Iterable[str]) -> None:
        """Note that a part rests on these keys, where readings are noted at all."""
        if self.reading is not None:
            self.reading.note(part, keys)

    def rule(self, key: str) -> Rule:
        """The rule of this key with all that is said of it; KeyError for an unknown one."""
        found = self.rules[key]
        self.note(self.part, [key])
        return found

    def has(self, key: str) -> bool:
        """Whether there is a rule of this key; asking for one that there is not counts as reading it, too."""
        self.note(self.part, [key])
        return key in self.rules

    def number(self, key: str) -> float:
        """The number of this key, in the unit that the rule file says."""
        value = self.rule(key).value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise TypeError(f"rule {key} is no number: {value!r}")
        return float(value)

    def mapping(self, key: str) -> Mapping[str, float]:
        """A mapping of numbers, such as the focus weights of a branch type."""
        value = self.rule(key).value
        if not isinstance(value, Mapping):
            raise TypeError(f"rule {key} is no mapping: {value!r}")
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names in order, such as the claim order."""
        value = self.rule(key).value
        if not isinstance(value, tuple):
            raise TypeError(f"rule {key} is no list: {value!r}")
        return value

    def overridden_besides(self, keys: Iterable[str]) -> tuple[Rule, ...]:
        """The rules that the engagement changed, by key, without those of ``keys``.

        The answer rests on all others: it is noted under a part of its own, so that nobody takes it for their values.
        """
        others = sorted(self.rules.keys() - set(keys))
        self.note(_OVERRIDDEN, others)
        return tuple(self.rules[key] for key in others if self.rules[key].overridden)

    @property
    def fingerprint(self) -> str:
        """A fingerprint of all values; the same values give the same one, whatever the file's order or comments."""
        return self.fingerprint_of(self.rules)

    def fingerprint_of(self, keys: Iterable[str]) -> str:
        """A fingerprint of the values of some keys; a key that there is no longer counts as without a value."""
        return fingerprint_of_values(self.values_of(keys))

    def values_of(self, keys: Iterable[str]) -> dict[str, RuleValue | None]:
        """The values of some keys, None for a key that there is not."""
        return {key: self.rules[key].value if key in self.rules else None for key in keys}

    def _overridden(self, overrides: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
        """The leaves of an override, a leaf being what a rule's key names;
        a part of a mapping keeps the other parts."""
        for name, value in overrides.items():
            key = f"{prefix}{name}"
            rule = self.rules.get(key)
            if rule is not None and isinstance(rule.value, Mapping) and isinstance(value, Mapping):
                yield key, {**rule.value, **value}
            elif rule is None and isinstance(value, Mapping) and value:
                yield from self._overridden(value, f"{key}.")
            else:
                yield key, value


def fingerprint_of_values(values: Mapping[str, object]) -> str:
    """A fingerprint of values of rules by key, also of such as come back from JSON."""
    canonical = json.dumps(values, sort_keys=True, ensure_ascii=False, default=dict)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _leaves(content: Mapping[str, object], prefix: str = "") -> Iterator[Rule]:
    for name, entry in content.items():
        key = f"{prefix}{name}"
        if not isinstance(entry, Mapping):
            raise ValueError(f"rule file: {key} is {entry!r}, not a mapping with a value")
        if "value" in entry:
            yield Rule(key, **{**entry, "value": _frozen(entry["value"])})
        else:
            yield from _leaves(entry, f"{key}.")


def _frozen(value: object) -> RuleValue:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if isinstance(value, Mapping):
        return {str(name): float(number) for name, number in value.items()}
    if isinstance(value, bool | int | float | str):
        return value
    raise ValueError(f"a rule's value is {value!r}: neither number, text, list nor mapping of numbers")


def _unknown(key: str, rules: Mapping[str, Rule], file: str) -> Fault:
    near = difflib.get_close_matches(key, rules, n=1, cutoff=0.4)
    return Fault("rule_unknown", Place(file=file, key=f"rules.{key}"), got=key, allowed=near[0] if near else "—")


def _unfit(rule: Rule, value: object, file: str) -> Fault | None:
    place = Place(file=file, key=f"rules.{rule.key}")
    kind = _kind(rule.value)
    if _kind(value) != kind:
        return Fault(f"rule_not_{kind}", place, got=_shown(value), values={"default": _shown(rule.value)})
    if (
        isinstance(rule.value, Mapping)
        and isinstance(value, Mapping)
        and not rule.open
        and set(value) != set(rule.value)
    ):
        unknown = sorted(set(map(str, value)) - set(rule.value))
        return Fault("rule_of_unknown_part", place, got="、".join(unknown), allowed="、".join(rule.value))
    low, high = rule.minimum, rule.maximum
    numbers = value.values() if isinstance(value, Mapping) else [value]
    for number in numbers:
        if isinstance(number, bool) or not isinstance(number, int | float):
            continue
        if (low is not None and number < low) or (high is not None and number > high):
            return Fault("rule_out_of_bounds", place, got=_shown(number), allowed=allowed_range(low, high))
    return None


def _kind(value: object) -> str:
    """The sort of a rule's value; the faults ``rule_not_<kind>`` are named after it."""
    match value:
        case bool():
            return "flag"
        case int() | float() if value == value and abs(value) != float("inf"):
            return "number"
        case str():
            return "text"
        case list() | tuple():
            return "list"
        case Mapping() if all(_kind(part) == "number" for part in value.values()):
            return "mapping"
        case _:
            return "nothing"


def _shown(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
