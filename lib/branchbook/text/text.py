"""`Text`: one language's words and number marks, made once and passed down; no function guesses a language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from branchbook.errors import Fault, Place
from branchbook.text.catalog import fill, placeholders, read_catalog
from branchbook.text.numbers import Scale, plain, scale
from branchbook.text.phrase import joined, marked
from branchbook.values.places import templates_folder
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Clauses, Names, Sentence, SentenceValue, Term, Wording

LANGUAGES = ("zh-CN", "en")
"""The languages of deliverables; the first is the default."""


@lru_cache(maxsize=len(LANGUAGES))
def _shipped_catalog(language: str) -> Mapping[str, str]:
    return read_catalog(templates_folder() / "text" / language)


@dataclass(frozen=True)
class Text:
    """The words of one language. ``currency`` is an ISO 4217 code and names the unit of money."""

    language: str
    entries: Mapping[str, str]
    currency: str = "CNY"

    @classmethod
    def of(cls, language: str, currency: str = "CNY") -> Text:
        """The shipped catalog of a language; ValueError for a language that Branchbook does not speak."""
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
        return cls(language, _shipped_catalog(language), currency)

    def __call__(self, key: str, **values: SentenceValue) -> str:
        """The entry of this key with its placeholders filled; KeyError for an unknown key or a value not given.

        Its numbers are marked (:class:`Phrase`): by their own key, else by ``.<last part of the entry's key>.<name>``.
        """
        return fill(key, self._entry(key), lambda name: self._told(values[name], f".{key.rpartition('.')[2]}.{name}"))

    def has(self, key: str) -> bool:
        """Whether the catalog holds this key."""
        return key in self.entries

    def sentence(self, sentence: Sentence) -> str:
        """A language-free sentence in this language."""
        return self(sentence.key, **sentence.values)

    def wording(self, wording: Wording) -> str:
        """The data's own words as they are, a term by its entry."""
        return self(wording.key) if isinstance(wording, Term) else wording

    def value(self, value: SentenceValue) -> str:
        """A value as it stands in a sentence."""
        match value:
            case str() | Term():
                return self.wording(value)
            case Quantity():
                return self.quantity(value)
            case Estimate():
                return self.estimate(value)
            case Clauses():
                return joined((self.sentence(item) for item in value.items), self("mark.clause"))
            case Names():
                return self.listed(self.wording(item) for item in value.items)
            case dt.date():
                return self.date(value)
            case int():
                return plain(value, 0)

    def _told(self, value: SentenceValue, key: str) -> str:
        """A value as it stands in a sentence, its numbers marked."""
        match value:
            case Quantity(value=float() | int()):
                return marked(self.quantity(value), value.key or key)
            case Estimate(value=float() | int()):
                return self.estimate(replace(value, key=value.key or key))
            case int():
                return marked(self.value(value), key)
            case _:
                return self.value(value)

    def quantity(self, quantity: Quantity) -> str:
        """A number with its unit: 12.3分钟, 35.2%, 1.2亿元; the missing mark where there is none."""
        if quantity.value is None:
            return self("mark.missing")
        fitting = self.scale(quantity.unit, [quantity.value])
        written = fitting.write(quantity.value)
        key = f"{fitting.unit_key}_of"
        return self(key, number=written, currency=self._currency()) if fitting.unit_key else written

    def estimate(self, estimate: Estimate) -> str:
        """The number and, where it is known, its 95 % interval and sample size."""
        if estimate.value is None:
            return self("mark.missing")
        number = marked(self.quantity(estimate.quantity), estimate.key)
        if estimate.low is None or estimate.high is None:
            return number
        fitting = self.scale(estimate.unit, [estimate.value])
        low = marked(fitting.write(estimate.low), f"{estimate.key}.low")
        high = marked(fitting.write(estimate.high), f"{estimate.key}.high")
        size = marked(plain(estimate.n, 0), f"{estimate.key}.n")
        return self("mark.estimate", number=number, low=low, high=high, n=size)

    def interval(self, estimate: Estimate) -> str:
        """The bounds alone, in the scale of the number and without its unit: 10.2至13.4."""
        if estimate.value is None or estimate.low is None or estimate.high is None:
            return self("mark.missing")
        fitting = self.scale(estimate.unit, [estimate.value])
        return self("mark.interval", low=fitting.write(estimate.low), high=fitting.write(estimate.high))

    def scale(self, unit: Unit, values: Iterable[float | None] = ()) -> Scale:
        """How a column or an axis of numbers of this unit is written."""
        return scale(unit, self.language, values)

    def unit_name(self, fitting: Scale) -> str:
        """The unit that a heading or an axis tells, "" for none: 万元, 分钟."""
        return self(fitting.unit_key, currency=self._currency()) if fitting.unit_key else ""

    def cell(
        self, value: float | int | str | Term | Sentence | Quantity | Estimate | None, fitting: Scale | None
    ) -> str:
        """A table cell: a number in its column's scale, an estimate's interval, the missing mark for None."""
        match value:
            case None:
                return self("mark.missing")
            case Sentence():
                return self.sentence(value)
            case Quantity():
                return self.quantity(value)
            case Estimate():
                return self.interval(value)
            case str() | Term():
                return self.wording(value)
            case _:
                return fitting.write(value) if fitting else plain(value, 0)

    def listed(self, items: Iterable[str]) -> str:
        """A、B和C."""
        *first, last = list(items) or [self("mark.missing")]
        if not first:
            return last
        return self("mark.list", first=joined(first, self("mark.list_comma")), last=last)

    def date(self, day: dt.date) -> str:
        """A calendar day (or, for a datetime, its day) in full: 2025年12月31日."""
        day = day.date() if isinstance(day, dt.datetime) else day
        return self("mark.date", year=str(day.year), day=str(day.day), month_name=self.month_name(day.month))

    def month(self, day: dt.date) -> str:
        """The month of a day: 2025年12月."""
        return self("mark.month", year=str(day.year), month_name=self.month_name(day.month))

    def month_name(self, month: int) -> str:
        """The name of a month, 1 to 12."""
        return self(f"month.m{month}")

    def short_month(self, month: int) -> str:
        """The name of a month, 1 to 12, where there is little room."""
        return self(f"short_month.m{month}")

    def fault(self, fault: Fault) -> tuple[str, str, str]:
        """A fault as (place, problem, remedy) in this language."""
        given = {**fault.values, "got": fault.got, "allowed": fault.allowed, "count": plain(fault.count, 0)}
        problem, remedy = (
            fill(key, self._entry(key), given.__getitem__)
            for key in (f"fault.{fault.code}.problem", f"fault.{fault.code}.remedy")
        )
        return self.place(fault.place), problem, remedy

    def place(self, place: Place) -> str:
        """Where something stands in what was brought, empty where no place is known."""
        return self("mark.place_comma").join(self(f"place.{part}", value=value) for part, value in place.parts.items())

    def wants(self, key: str) -> frozenset[str]:
        """The placeholders of an entry."""
        return placeholders(self._entry(key))

    def _entry(self, key: str) -> str:
        try:
            return self.entries[key]
        except KeyError:
            raise KeyError(f"the {self.language} catalog has no text {key!r}") from None

    def _currency(self) -> str:
        key = f"currency.{self.currency}"
        return self.entries.get(key, self.currency)
