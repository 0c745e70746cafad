"""Forms for the visits of the coming days (OU2) and a blank one, an upright A4 page each, to be written on by hand."""

from __future__ import annotations

from branchbook.inputs.schema import VISITS
from branchbook.render.colours import HOUSE
from branchbook.render.ledger.sheets import label
from branchbook.render.workbook.sheet import LATIN_AND_CHINESE, Format, Sheet, row_height, write_words
from branchbook.report.schedule import Schedule, TargetPlan
from branchbook.text import Text

_WIDTHS = (15, 29, 12, 30)
_WIDE = sum(_WIDTHS[1:])
_LINE, _BOX = 26.0, 49.0
_PRINT_SCALE = 92  # programs differ in their margins and in the width of a digit
_BOXES = 8
_BLANK = TargetPlan("", "", "", "", "", (), "", None)


def write_forms(book: object, sheet: Sheet, schedule: Schedule, text: Text) -> None:
    """Write a form for every visit that is due one, in the order of the schedule, and a blank one to be copied."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    page = _Page(sheet, *_looks(book))
    breaks = []
    for plan in (*(plan for plan in schedule.plans if plan.visit), _BLANK):
        _write_form(page, plan, text)
        breaks.append(page.row)
    sheet.set_print_scale(_PRINT_SCALE)
    sheet.set_h_pagebreaks(breaks[:-1])


class _Page:
    """A sheet and the row at which it is being written."""

    def __init__(self, sheet: Sheet, title: Format, section: Format, head: Format, field: Format, small: Format):
        self.sheet, self.row = sheet, 0
        self.title, self.section, self.head, self.field, self.small = title, section, head, field, small

    def across(self, words: str, look: Format, height: float = _LINE) -> None:
        """Words over the whole width."""
        self._merged(0, 3, words, look, height)
        self.row += 1

    def field_across(self, heading: str, words: str = "", height: float = _LINE) -> None:
        """A heading with a field as wide as the page."""
        write_words(self.sheet, self.row, 0, heading, self.head)
        self._merged(1, 3, words, self.field, max(height, row_height(words, _WIDE)))
        self.row += 1

    def two_fields(self, first: tuple[str, str], second: tuple[str, str]) -> None:
        """Two headings, each with its field, on one line."""
        tall = max(row_height(first[1], _WIDTHS[1]), row_height(second[1], _WIDTHS[3]), _LINE)
        self.sheet.set_row(self.row, tall)
        for column, (heading, words) in ((0, first), (2, second)):
            write_words(self.sheet, self.row, column, heading, self.head)
            write_words(self.sheet, self.row, column + 1, words, self.field)
        self.row += 1

    def _merged(self, first: int, last: int, words: str, look: Format, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self.sheet.merge_range(self.row, first, self.row, last, "", look)
        write_words(self.sheet, self.row, first, words, look)


def _write_form(page: _Page, plan: TargetPlan, text: Text) -> None:
    def head(name: str) -> str:
        return text(f"outreach.form.{name}")

    visit = plan.visit
    # what a long name or address takes is taken from the empty boxes, so that the form stays on its page
    told = (plan.account_name, plan.address, plan.gaps)
    beyond = sum(max(0.0, row_height(words, _WIDE) - _LINE) for words in told)
    box = max(_LINE, _BOX - beyond / _BOXES)
    page.across(head("title"), page.title)
    page.field_across(text("outreach.column.account"), plan.account_name)
    owner = text("outreach.form.person", name=plan.owner, position=plan.position) if visit else ""
    page.two_fields((text("outreach.column.owner"), owner), (text("outreach.column.step"), visit.step if visit else ""))
    page.two_fields((head("planned_on"), text.date(visit.day) if visit else ""), (head("visited_on"), ""))
    page.field_across(text("outreach.column.address"), plan.address)
    page.across(head("before"), page.section)
    page.field_across(
        head("sources"), _boxes([head(f"source.{name}") for name in ("web", "referral", "office", "network")])
    )
    page.field_across(text("outreach.plan.gaps"), plan.gaps)
    page.field_across(head("found"), height=box)
    page.field_across(head("hypotheses"), height=box)
    page.across(head("during"), page.section)
    page.field_across(head("met"))
    for name in ("business", "banks", "needs", "answer"):
        page.field_across(head(name), height=box)
    page.across(head("after"), page.section)
    page.field_across(
        head("result"), _boxes([label("result", value, text) for value in VISITS.column("result").allowed])
    )
    page.field_across(head("next"))
    page.field_across(head("report"), height=box)
    page.field_across(head("advice"), height=box)
    page.across(text("outreach.form.return", id=visit.id) if visit else head("blank"), page.small)


def _boxes(words: list[str]) -> str:
    return "　".join(f"□ {word}" for word in words)


def _looks(book: object) -> tuple[Format, ...]:
    """Formats of the title, a section, a field's heading, a field, and small print."""
    plain = {"font_name": LATIN_AND_CHINESE, "font_size": 10, "valign": "vcenter"}
    boxed = plain | {"text_wrap": True, "border": 1, "border_color": "#7F8A99"}
    dark = {"bold": True, "font_color": f"#{HOUSE.slots['tx2']}"}
    looks = (
        plain | dark | {"font_size": 16, "align": "center"},
        boxed | dark | {"font_size": 11, "bg_color": f"#{HOUSE.slots['bg2']}"},
        boxed | dark,
        boxed,
        plain | {"font_size": 9, "text_wrap": True},
    )
    return tuple(book.add_format(look) for look in looks)  # type: ignore[attr-defined]
