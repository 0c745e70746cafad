"""The written development plan of every target (OU3), one under the other, none broken between two pages."""

from __future__ import annotations

from branchbook.render.colours import HOUSE
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, Format, Sheet, row_height, write_words
from branchbook.report.schedule import Schedule, TargetPlan
from branchbook.text import Text

_LABEL, _WORDS = 12, 81
_PRINT_SCALE = 92  # programs differ in their margins and in the width of a digit
_PAGE_POINTS = 740.0  # of an upright A4 page between its margins at this scale, a twelfth kept back
_SIZE, _NAME_SIZE, _NAME_POINTS, _GAP_POINTS = 9, 10.5, 20.0, 8.0


def write_plans(book: object, sheet: Sheet, schedule: Schedule, text: Text) -> None:
    """Write the plans in the order of the schedule; a page ends before a plan that would not fit on it whole."""
    sheet.set_column(0, 0, _LABEL)
    sheet.set_column(1, 1, _WORDS)
    title, name, label, words, small = _looks(book)
    write_words(sheet, 0, 0, text("outreach.plans.title", branch=schedule.branch), title)
    advice = text("outreach.plans.advice" if schedule.plans else "outreach.none.list")
    sheet.set_row(1, row_height(advice, _LABEL + _WORDS, _SIZE))
    sheet.merge_range(1, 0, 1, 1, "", small)
    write_words(sheet, 1, 0, advice, small)
    row, used, breaks = 3, 3 * _NAME_POINTS, []
    for plan in schedule.plans:
        heights = [max(row_height(line, _LABEL, _SIZE), row_height(told, _WORDS, _SIZE)) for line, told in plan.lines]
        heading = _named(plan, text)
        heading_height = max(_NAME_POINTS, row_height(heading, _LABEL + _WORDS, _NAME_SIZE))
        tall = heading_height + sum(heights) + _GAP_POINTS
        if used + tall > _PAGE_POINTS:
            breaks.append(row)
            used = 0.0
        used += tall
        sheet.set_row(row, heading_height)
        sheet.merge_range(row, 0, row, 1, "", name)
        write_words(sheet, row, 0, heading, name)
        for place, ((line, told), height) in enumerate(zip(plan.lines, heights, strict=True), start=row + 1):
            sheet.set_row(place, height)
            write_words(sheet, place, 0, line, label)
            write_words(sheet, place, 1, told, words)
        row += len(plan.lines) + 1
        sheet.set_row(row, _GAP_POINTS)
        row += 1
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.set_h_pagebreaks(breaks)


def _named(plan: TargetPlan, text: Text) -> str:
    owner = {"owner": plan.owner, "position": plan.position}
    return text("outreach.plans.name", name=plan.account_name, **owner)


def _looks(book: object) -> tuple[Format, ...]:
    """Formats of the title, a target's name, a line's heading and its words, and small print."""
    plain = {"font_name": LATIN_AND_CHINESE, "font_size": _SIZE, "valign": "vcenter"}
    boxed = plain | {"text_wrap": True, "border": 1, "border_color": "#C9D2DC"}
    dark = {"bold": True, "font_color": f"#{HOUSE.slots['tx2']}"}
    looks = (
        plain | dark | {"font_size": 14},
        boxed | dark | {"font_size": _NAME_SIZE, "bg_color": f"#{HOUSE.slots['bg2']}"},
        boxed | dark,
        boxed,
        plain | {"text_wrap": True},
    )
    return tuple(book.add_format(look) for look in looks)  # type: ignore[attr-defined]
