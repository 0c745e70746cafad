"""A deck refreshed: shapes that nobody reworded become the fresh ones, and nothing else is touched."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.archive import archived
from branchbook.render.deck.drawn import Looks, is_drawn_as
from branchbook.render.deck.finding import named_slides
from branchbook.render.deck.libreoffice import put_right
from branchbook.render.deck.moving import Mover, remove_shape
from branchbook.render.deck.offers import Offers
from branchbook.render.deck.presentation import drop_slide
from branchbook.render.deck.record import Record, Written, fresh_shapes, record_of, recorded, written
from branchbook.render.deck.rewording import reword_table, reword_text
from branchbook.render.deck.standing import (
    CHART,
    NO_BOX,
    PICTURE,
    SPEAKER_SUFFIX,
    TABLE,
    Shape,
    Slide,
    slides_of,
)
from branchbook.render.deck.writing import deck_package
from branchbook.render.living.carried import carry
from branchbook.render.living.charts import refresh_chart
from branchbook.render.living.origin import state_manifest
from branchbook.render.living.package import Package, opened
from branchbook.render.living.prints import words_print
from branchbook.render.oxml import NAMESPACES
from branchbook.report.living import Notes
from branchbook.report.slides import Deck

_NEAR = 1_000  # EMU; editors round places to a hundredth of a millimetre and better


def written_bytes(deck: Deck, template: Path) -> tuple[bytes, Record]:
    """A deck written for the first time, and the record of what it says, which it carries."""
    package = deck_package(deck, template)
    record = record_of(package)
    carry(package, record.text())
    return archived(package.final()), record


def refreshed_bytes(deck: Deck, template: Path, standing: Path, copy: Path) -> tuple[bytes, Notes, Record]:
    """The deck that stands with fresh shapes; its own bytes where nothing is new.

    ``copy`` is where the record lies beside the deck. Raises InputFaults where the file can't be read, or holds what a
    deck never holds (a bomb, links that are fetched on opening).
    """
    package = opened(standing, "deck")
    before = dict(package.entries)
    fresh = deck_package(deck, template)
    try:
        refresh = _Refresh(package, fresh, recorded(package, copy) or Record(), deck)
        refresh.run()
    except (KeyError, IndexError, ValueError, AttributeError, TypeError, StopIteration, etree.XMLSyntaxError) as error:
        raise InputFaults([Fault("deck_unreadable", Place(file=standing.name))]) from error
    carry(package, refresh.record.text())
    state_manifest(package, deck.manifest_id)
    final = package.final()
    return standing.read_bytes() if final == before else archived(final), refresh.told(), refresh.record


@dataclass(frozen=True)
class _Fresh:
    """A fresh shape, and what will be on record of it."""

    shape: Shape
    written: Written


class _Refresh:
    """One refresh on its way."""

    def __init__(self, package: Package, fresh: Package, old: Record, deck: Deck) -> None:
        self._package, self._old, self._labels = package, old, deck.labels
        self._mover = Mover(package, fresh)
        self._fresh_record = record_of(fresh)
        shapes = fresh_shapes(fresh)
        self._fresh = {name: _Fresh(shapes[name], kept) for name, kept in self._fresh_record.shapes.items()}
        self._fresh_slides = {slide.name: slide for slide in slides_of(fresh)}
        width = int(package.tree(package.document()).find("p:sldSz", NAMESPACES).get("cx"))
        self._offers = Offers(width, deck.language)
        self._next: dict[str, Written] = {}
        self._kept: dict[str, None] = {}
        self._deleted: dict[str, None] = {}
        self._unplaced: dict[str, None] = {}
        self._moving: set[str] = set()

    @property
    def record(self) -> Record:
        """What is on record from now on."""
        lost = tuple(name for name in self._old.slides if name not in self._fresh_record.slides)
        return Record(self._next, (*self._fresh_record.slides, *lost))

    def told(self) -> Notes:
        """What a person has to know."""
        return Notes(tuple(self._kept), tuple(self._deleted), tuple(self._unplaced))

    def run(self) -> None:
        """Refresh every shape, take out what is gone, put in what is new."""
        put_right(self._package, self._mover.fresh)
        slides = self._named_slides()
        found: dict[str, list[tuple[Slide, Shape]]] = {}
        for name, slide in slides:
            for shape in slide.shapes():
                found.setdefault(shape.name, []).append((slide, shape))
            speaker = slide.speaker(name) if name else None
            if speaker is not None:
                found.setdefault(speaker.name, []).append((slide, speaker))
        names = {slide.part: name for name, slide in slides}
        for name, places in found.items():
            for slide, shape in places:
                if self._moves_on(name, names[slide.part], shape):
                    self._moving.add(name)
                    self._offers.withdraw(slide, name)
                    remove_shape(self._package, shape)
                else:
                    self._refresh(name, slide, shape)
        self._remove_empty(slides)
        standing = {name: slide for name, slide in self._named_slides() if name}
        self._put_in(standing, set(found) - self._moving)

    def _named_slides(self) -> list[tuple[str, Slide]]:
        return named_slides(self._package, self._old, self._fresh_record.slides)

    def _moves_on(self, name: str, slide: str, shape: Shape) -> bool:
        """Whether a shape that nobody has touched now belongs on another slide,
        because there is more or less before it."""
        old, fresh = self._old.shapes.get(name), self._fresh.get(name)
        if old is None or fresh is None or name.endswith(SPEAKER_SUFFIX):
            return False
        return fresh.written.slide != old.slide == slide and shape.print == old.print

    def _refresh(self, name: str, slide: Slide, shape: Shape) -> None:
        old, fresh = self._old.shapes.get(name), self._fresh.get(name)
        if fresh is None and old is None:
            return
        if fresh is None:
            self._gone(name, slide, shape, old or written(shape, ""))
            return
        now, wanted = shape.print, fresh.written.print
        if now != wanted and (old is None or now != old.print):
            words = f"{self._labels.fresh}\n{_said(fresh.shape)}"
            self._keep(name, slide, shape, old or replace(fresh.written, print="", offered=""), (wanted, words))
            return
        if not self._update(shape, fresh, old):
            words = f"{self._labels.fresh}\n{_said(fresh.shape)}"
            self._keep(name, slide, shape, old or fresh.written, (wanted, words))
            return
        self._place(shape, fresh, old)
        self._offers.withdraw(slide, name)
        self._next[name] = fresh.written

    def _update(self, shape: Shape, fresh: _Fresh, old: Written | None) -> bool:
        """Give a shape what the fresh one says; False where it has become one that our data do not fit."""
        if shape.kind != fresh.shape.kind:
            return self._exchange(shape, fresh)
        untouched = old is not None and shape.look == old.look
        if shape.kind == CHART:
            return refresh_chart(
                self._package, shape.chart, self._mover.fresh, fresh.shape.chart, old.look if old else ""
            )
        if shape.kind == PICTURE:
            if shape.print != fresh.written.print:
                return self._exchange(shape, fresh)
            return True
        path = ".//a:tbl" if shape.kind == TABLE else "p:txBody"
        body, wanted = shape.element.find(path, NAMESPACES), fresh.shape.element.find(path, NAMESPACES)
        if untouched and shape.print == fresh.written.print and shape.look == fresh.written.look:
            return True
        looks = Looks.of(shape, old.drawn if old else "") if shape.kind == TABLE and not untouched else None
        ours = looks.are_the_same if looks else is_drawn_as(shape, old.drawn if old else "")
        if untouched or ours:
            body.getparent().replace(body, deepcopy(wanted))
            return True
        if looks is not None:
            return reword_table(body, wanted, looks)
        if shape.print != fresh.written.print:
            reword_text(body, wanted)
        return True

    def _exchange(self, shape: Shape, fresh: _Fresh) -> bool:
        """Put the fresh shape where the old one stands, as large as that."""
        copy = self._mover.copied(fresh.shape, shape.part)
        new = Shape(shape.name, fresh.shape.kind, copy, shape.part, self._package)
        new.mark.set("id", shape.mark.get("id"))
        if shape.box != NO_BOX and new.frame is not None:
            _set_box(new, shape.box)
        shape.element.addnext(copy)
        remove_shape(self._package, Shape(shape.name, shape.kind, shape.element, shape.part, self._package))
        shape.element, shape.kind = copy, fresh.shape.kind
        return True

    def _place(self, shape: Shape, fresh: _Fresh, old: Written | None) -> None:
        """The fresh place and description, where nobody has given the shape others."""
        if old is None:
            return
        now, wanted = shape.box, fresh.written.box
        sides = 3 if shape.kind == TABLE else 4  # how tall a table is, its rows say
        if now != wanted and NO_BOX not in (now, wanted) and _near(now[:sides], old.box[:sides]):
            _set_box(shape, wanted)
        if words_print(shape.alt) == old.alt and fresh.shape.alt != shape.alt:
            shape.mark.set("descr", fresh.shape.alt)

    def _keep(self, name: str, slide: Slide, shape: Shape, old: Written, offered: tuple[str, str]) -> None:
        """A person's words stay; a fresh version that is not the one they reworded is offered, once."""
        wanted, words = offered
        if wanted == old.print:
            self._offers.withdraw(slide, name)
            self._next[name] = replace(old, offered="")
            return
        # A note that somebody has deleted is not written again until there is something newer to offer.
        if old.offered != wanted or self._offers.stands(slide, name):
            self._offers.offer(slide, name, words)
        self._kept[name] = None
        self._next[name] = replace(old, kind=shape.kind, offered=wanted)

    def _gone(self, name: str, slide: Slide, shape: Shape, old: Written) -> None:
        """A shape whose subject is gone goes as well, unless a person has written in it."""
        if shape.print != old.print:
            self._keep(name, slide, shape, old, (words_print(self._labels.gone), self._labels.gone))
            return
        self._offers.withdraw(slide, name)
        if not name.endswith(SPEAKER_SUFFIX):
            remove_shape(self._package, shape)

    def _remove_empty(self, slides: list[tuple[str, Slide]]) -> None:
        """Take out slides that were ours, are not wanted any more, and hold nothing of a person's."""
        for name, slide in slides:
            if name and name not in self._fresh_record.slides and not list(slide.shapes()):
                drop_slide(self._package, slide.entry)

    def _put_in(self, standing: dict[str, Slide], found: set[str]) -> None:
        """Put in shapes and slides that the deck never had; what was deleted stays out."""
        neighbour: Slide | None = None
        for name, fresh_slide in self._fresh_slides.items():
            slide = standing.get(name)
            mine = [key for key, fresh in self._fresh.items() if fresh.written.slide == name and key not in found]
            if slide is not None:
                neighbour = slide
                self._put_shapes(mine, slide, fresh_slide)
            elif name in self._old.slides:
                self._leave_out(mine)
            elif neighbour is None:
                self._unplaced[name] = None
            else:
                neighbour = self._mover.slide(fresh_slide, neighbour, set(mine))
                self._next.update({key: self._fresh[key].written for key in mine})
        for name, old in self._old.shapes.items():
            if name not in self._next and name not in found:
                self._deleted[name] = None
                self._next[name] = old

    def _put_shapes(self, names: list[str], slide: Slide, fresh_slide: Slide) -> None:
        for name in names:
            if name in self._old.shapes and name not in self._moving:
                continue
            if name.endswith(SPEAKER_SUFFIX):
                self._mover.speaker(fresh_slide, slide)
            else:
                self._mover.shape(self._fresh[name].shape, slide)
            self._next[name] = self._fresh[name].written

    def _leave_out(self, names: list[str]) -> None:
        """Remember what belongs to a slide that a person deleted, so that it stays out for good."""
        for name in names:
            self._deleted[name] = None
            self._next[name] = self._old.shapes.get(name, self._fresh[name].written)


def _said(shape: Shape) -> str:
    """The fresh version as plain text: words, rows, or what a figure shows."""
    return shape.alt if shape.kind in (CHART, PICTURE) else shape.words


def _near(box: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(box, other, strict=True))


def _set_box(shape: Shape, box: tuple[int, int, int, int]) -> None:
    frame = shape.frame
    if frame is None:
        return
    offset, extent = frame.find("a:off", NAMESPACES), frame.find("a:ext", NAMESPACES)
    for element, names, values in ((offset, "xy", box[:2]), (extent, ("cx", "cy"), box[2:])):
        for name, value in zip(names, values, strict=True):
            element.set(name, str(value))
