"""A deck, slide by slide, as the parts of a PowerPoint file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import singledispatch
from pathlib import Path

from branchbook.render.archive import issue_time
from branchbook.render.deck import drawings
from branchbook.render.deck.arranging import pages
from branchbook.render.deck.geometry import points
from branchbook.render.deck.lines import Sizes
from branchbook.render.deck.pieces import Page, TablePiece, WordsPiece
from branchbook.render.deck.presentation import list_slide
from branchbook.render.deck.properties import state_properties
from branchbook.render.deck.shapes import placeholder_shape, table_shape, words_shape
from branchbook.render.deck.sheet import Sheet
from branchbook.render.deck.template import Area, Layout, Placeholder, Template
from branchbook.render.deck.words import Line, fitted, plain_paragraphs
from branchbook.render.living.package import Package
from branchbook.render.plaintext import one_line
from branchbook.report.slides import COVER, Agenda, Closing, Deck, Section, Slide, SlideLook

_LEAST_TITLE = 16.0
_LEAST = 10.0
_SMALL = 3  # the level of the content's small print
_NUMBER_FIELD = (
    '<a:p><a:fld id="{2A6C0E0B-6B37-4D5E-9A43-7D1B0C1F2A10}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t>'
    '</a:fld><a:endParaRPr lang="en-US"/></a:p>'
)
_LOOKS = {SlideLook.CONTENT: "Branchbook Content", SlideLook.BRANCH: "Branchbook Branch"}


def deck_package(deck: Deck, template: Path) -> Package:
    """The parts of the file; the same deck and template give the same parts.

    Raises InputFaults where the template can't be read or lacks a layout, ValueError where a figure has no value.
    """
    writer = _Writer(deck, Template.opened(template), issue_time(deck.dated))
    writer.write()
    return writer.package


class _Writer:
    """One deck on its way into its file."""

    def __init__(self, deck: Deck, template: Template, issued: datetime) -> None:
        self.deck, self.template, self.issued = deck, template, issued
        self.package = template.package

    def write(self) -> None:
        """Write the cover, every slide, and what the file says of itself."""
        self._cover()
        for slide in self.deck.slides:
            _write(slide, self)
        state_properties(self.package, self.deck, self.issued)

    def layout(self, name: str) -> Layout:
        """A layout of the template."""
        return self.template.layouts[name]

    def sheet(self, name: str, layout: Layout) -> Sheet:
        """A new slide of this name."""
        return Sheet(self.package, name, layout.part, self.deck.language, self.template.palette)

    def words(self, sheet: Sheet, layout: Layout, area: Area, lines: Sequence[str]) -> None:
        """Put words into an area of the layout, smaller where they would not fit; nothing where it has none."""
        place = layout.places.get(area)
        said = [one_line(line) for line in lines if line]
        if place is None or not said:
            return
        size = _fitting_size(place, said, _LEAST_TITLE if area is Area.TITLE else _LEAST)
        content = plain_paragraphs(said, self.deck.language, size)
        sheet.put(placeholder_shape(sheet.number, f"{sheet.name}.{area.name.lower()}", place, content))

    def margins(self, sheet: Sheet, layout: Layout) -> None:
        """Put the footer and the slide's number at the foot."""
        self.words(sheet, layout, Area.FOOTER, [self.deck.labels.footer])
        place = layout.places.get(Area.SLIDE_NUMBER)
        if place is not None:
            name = f"{sheet.name}.slide_number"
            sheet.put(placeholder_shape(sheet.number, name, place, _NUMBER_FIELD))

    def finish(self, sheet: Sheet, speaker: tuple[str, ...]) -> None:
        """Write a slide and list it in the presentation."""
        sheet.finish(speaker)
        list_slide(self.package, sheet.part)

    def draw(self, sheet: Sheet, page: Page) -> None:
        """Put the pieces of a page on its slide."""
        style, missing, language = self.template.table_style, self.deck.labels.missing, self.deck.language
        for piece in page.pieces:
            if isinstance(piece, WordsPiece):
                sheet.put(words_shape(sheet.number, piece, language))
            elif isinstance(piece, TablePiece):
                sheet.put(table_shape(sheet.number, piece, style, missing, language))
            else:
                drawings.draw(sheet, piece)

    def _cover(self) -> None:
        cover, layout = self.deck.cover, self.layout("Branchbook Cover")
        sheet = self.sheet(COVER, layout)
        self.words(sheet, layout, Area.TITLE, [cover.title])
        self.words(sheet, layout, Area.SUBTITLE, [cover.subtitle])
        colon = "：" if self.deck.language.startswith("zh") else ": "
        self.words(sheet, layout, Area.LINES, [f"{label}{colon}{words}" for label, words in cover.lines])
        self.words(sheet, layout, Area.DISCLAIMER, [cover.disclaimer])
        self.finish(sheet, self.deck.cover_speaker)


def _fitting_size(place: Placeholder, words: Sequence[str], least: float) -> float | None:
    """The size in which the words fit; None where it is the layout's own."""
    lines = [Line(line, place.size(), bold=place.area is Area.TITLE) for line in words]
    smaller = fitted(lines, place.box.width_points, place.box.height / points(1), least)
    size = smaller[0].size if smaller else least
    return None if size == place.size() else size


@singledispatch
def _write(slide: object, _writer: _Writer) -> None:
    raise TypeError(f"a deck has no way to write {type(slide).__name__}")


@_write.register
def _(slide: Agenda, writer: _Writer) -> None:
    layout = writer.layout("Branchbook Agenda")
    sheet = writer.sheet(slide.key, layout)
    writer.words(sheet, layout, Area.TITLE, [slide.title])
    place = layout.places[Area.CONTENT]
    lines = []
    for number, item in enumerate(slide.items, start=1):
        lines.append(
            Line(f"{number}.  {item.title}", place.size(), bold=True, before=place.size() if number > 1 else 0)
        )
        if item.detail:
            lines.append(Line(item.detail, place.size(2), before=3))
    kept = fitted(lines, place.box.width_points, place.box.height / points(1), _LEAST) or tuple(lines)
    piece = WordsPiece(f"{slide.key}.items", place.box, kept)
    writer.draw(sheet, Page((piece,)))
    writer.margins(sheet, layout)
    writer.finish(sheet, slide.speaker)


@_write.register
def _(slide: Section, writer: _Writer) -> None:
    layout = writer.layout("Branchbook Section")
    sheet = writer.sheet(slide.key, layout)
    writer.words(sheet, layout, Area.NUMBER, [slide.number])
    writer.words(sheet, layout, Area.TITLE, [slide.title])
    writer.words(sheet, layout, Area.SUBTITLE, [slide.subtitle])
    writer.margins(sheet, layout)
    writer.finish(sheet, slide.speaker)


@_write.register
def _(slide: Slide, writer: _Writer) -> None:
    layout = writer.layout(_LOOKS[slide.look])
    content = layout.places[Area.CONTENT]
    sizes = Sizes(content.size(), content.size(_SMALL))
    made = pages(slide.parts, content.box, sizes)
    for number, page in enumerate(made, start=1):
        sheet = writer.sheet(slide.key if number == 1 else f"{slide.key}#{number}", layout)
        title = writer.deck.labels.continued.replace("{part}", str(number)).replace("{parts}", str(len(made)))
        writer.words(sheet, layout, Area.TOPIC, [slide.topic])
        writer.words(
            sheet, layout, Area.TITLE, [title.replace("{title}", slide.title) if len(made) > 1 else slide.title]
        )
        writer.draw(sheet, page)
        writer.margins(sheet, layout)
        writer.finish(sheet, slide.speaker if number == 1 else ())


@_write.register
def _(slide: Closing, writer: _Writer) -> None:
    layout = writer.layout("Branchbook Closing")
    sheet = writer.sheet(slide.key, layout)
    writer.words(sheet, layout, Area.TITLE, [slide.title])
    writer.words(sheet, layout, Area.LINES, slide.lines)
    writer.finish(sheet, slide.speaker)
