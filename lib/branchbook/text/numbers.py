"""How numbers are written: decimals, thousands, percent, 万元 and 亿元. Rounding is half up (四舍五入), once, here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from branchbook.values.quantity import Unit, day_of

MINUS = "\N{MINUS SIGN}"
DAY_FORMAT = "m/d"
"""Excel's code for a day without its year."""


def rounded(value: float, decimals: int) -> Decimal:
    """``value`` rounded half up; a rounded minus zero is plain zero."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return abs(exact) if exact == 0 else exact


def plain(value: float, decimals: int, *, signed: bool = False) -> str:
    """A number with thousands separators and a real minus sign."""
    exact = rounded(value, decimals)
    sign = MINUS if exact < 0 else "+" if signed and exact > 0 else ""
    return f"{sign}{abs(exact):,.{decimals}f}"


@dataclass(frozen=True)
class Scale:
    """How a column of numbers or the axis of a chart is written.

    A value is divided by ``divisor`` and shown with ``decimals``; ``unit_key`` names the catalog entry of the unit that
    the heading or axis title tells ("" for none); ``excel_format`` is the same as an Excel format code.
    """

    divisor: float
    decimals: int
    unit_key: str
    excel_format: str
    signed: bool = False
    suffix: str = ""

    def write(self, value: float) -> str:
        """The number as it stands in a cell, without its unit (percent signs and clock marks excepted)."""
        if self.excel_format == DAY_FORMAT:
            day = day_of(value)
            return f"{day.month}/{day.day}"
        return plain(value / self.divisor, self.decimals, signed=self.signed) + self.suffix


_SCALES = {
    Unit.COUNT: Scale(1, 0, "", "#,##0"),
    Unit.SHARE: Scale(0.01, 1, "", "0.0%", suffix="%"),
    Unit.SHARE_POINTS: Scale(0.01, 1, "unit.share_points", "0.0", signed=True),
    Unit.MINUTES: Scale(1, 1, "unit.minutes", "0.0"),
    Unit.DAYS: Scale(1, 0, "unit.days", "#,##0"),
    Unit.MONTHS: Scale(1, 0, "unit.months", "#,##0"),
    Unit.SCORE: Scale(1, 1, "unit.score", "0.0"),
    Unit.NPS: Scale(1, 0, "", "+0;-0;0", signed=True),
    Unit.RATIO: Scale(1, 2, "", "0.00"),
    Unit.PER_10K: Scale(1, 1, "unit.per_10k", "0.0"),
    Unit.RATING: Scale(1, 1, "", "0.0"),
    Unit.HOUR: Scale(1, 0, "", "00", suffix=":00"),
    Unit.KILOMETRES: Scale(1, 1, "unit.kilometres", "0.0"),
    Unit.DATE: Scale(1, 0, "", DAY_FORMAT),
    Unit.PLAIN: Scale(1, 2, "", "#,##0.00"),
}

_MONEY_SCALES = {
    "zh-CN": (
        (1e8, Scale(1e8, 2, "unit.money_large", "#,##0.00")),
        (1e4, Scale(1e4, 1, "unit.money_middle", "#,##0.0")),
    ),
    "en": ((1e6, Scale(1e6, 2, "unit.money_large", "#,##0.00")), (1e3, Scale(1e3, 1, "unit.money_middle", "#,##0.0"))),
}
_MONEY_PLAIN = Scale(1, 0, "unit.money", "#,##0")


def scale(unit: Unit, language: str, values: Iterable[float | None] = ()) -> Scale:
    """The scale for numbers of this unit; money takes the scale that suits its median magnitude."""
    if unit is not Unit.MONEY:
        return _SCALES[unit]
    sizes = sorted(abs(value) for value in values if value)
    typical = sizes[len(sizes) // 2] if sizes else 0.0
    return next((fitting for least, fitting in _MONEY_SCALES[language] if typical >= least), _MONEY_PLAIN)
