"""A report refreshed: generated parts that nobody reworded become the fresh ones, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from lxml import etree

from branchbook.errors import Fault, InputFaults, Place
from branchbook.render.living.origin import state_manifest
from branchbook.render.living.package import Package, opened, packed
from branchbook.render.living.prints import words_print
from branchbook.render.oxml import NAMESPACES, Element, qualified, value_of, within
from branchbook.render.word.identity import tag_of
from branchbook.render.word.pages import take_off_pages
from branchbook.render.word.refresh.bookmarks import mend_bookmarks
from branchbook.render.word.refresh.counted import recount, refer, refresh_contents
from branchbook.render.word.refresh.desk import Desk, Side
from branchbook.render.word.refresh.libreoffice import put_right, saved_by_libreoffice, take_off
from branchbook.render.word.refresh.merging import describe_again, hold, merge, remove_part, retitle
from branchbook.render.word.refresh.numbers import hold_marked_numbers, mark_number, revive_numbers, say_in_line
from branchbook.render.word.refresh.offers import Offers, offered_words
from branchbook.render.word.refresh.parts import (
    Found,
    FreshPart,
    Search,
    fresh_lines,
    fresh_parts,
    record_of,
    stories,
)
from branchbook.render.word.refresh.record import Record, Written, record_in, recorded
from branchbook.render.word.refresh.shape import P, blocks_in
from branchbook.render.word.report import report_entries
from branchbook.report.blocks import Block, Document

_BLOCKS = "blocks"


@dataclass(frozen=True)
class OfferWords:
    """What a comment says before the fresh version, and where a part's subject is gone."""

    fresh: str
    gone: str


@dataclass(frozen=True)
class Supply:
    """What a person may place besides the outline: the artifacts of these ``keys``, as ``blocks``, and ``inline`` the
    words of a single number by key, for a control within a line.

    ``folded`` names, for each key whose section the outline leaves out now, the heading of that section: a report in
    which it still stands shows the key because the outline placed it, not because a person did.
    """

    keys: frozenset[str] = frozenset()
    blocks: Callable[[str], Sequence[Block]] = lambda _key: ()
    inline: Mapping[str, str] = field(default_factory=dict)
    folded: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did, by the tags of parts.

    ``kept`` are parts that a person had reworded and for which there is a fresh version, offered as a comment;
    ``deleted`` are not found any more and stay out; ``unknown`` are controls
    that no artifact fills, with the nearest key; ``unplaced`` are new parts without a neighbour to stand after.
    """

    written: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    unknown: tuple[tuple[str, str], ...] = ()


def written_bytes(document: Document, template: Path, supply: Supply) -> tuple[bytes, Record]:
    """A report written for the first time, and the record of what it says, which it carries."""
    package = Package(report_entries(document, template, supply.inline, partial(_asked_blocks, document, supply)))
    record = record_of(fresh_parts(Side(package)), fresh_lines(Side(package)))
    record_in(package, record)
    return packed(package.final()), record


def refreshed_bytes(
    document: Document, template: Path, standing: Path, words: OfferWords, supply: Supply, copy: Path | None = None
) -> tuple[bytes, Refreshed, Record]:
    """The report that stands with fresh parts; its own bytes where nothing is new.

    ``copy`` is where the record lies beside the document. Raises InputFaults where the file can't be read, or holds
    what a report never holds (a bomb, links that are fetched on opening).
    """
    package = opened(standing)
    before = package.final() if take_off_pages(package) else dict(package.entries)
    asked = _asked(document, supply, _tags_in(package))
    longer = replace(document, blocks=(*document.blocks, *(block for found in asked.values() for block in found)))
    fresh = Package(report_entries(longer, template, supply.inline, partial(_asked_blocks, longer, supply)))
    try:
        refresh = _Refresh(package, fresh, recorded(package, copy), words, supply, set(map(tag_of, asked)))
        refresh.run(document.language)
    except (KeyError, IndexError, ValueError, AttributeError, TypeError, etree.XMLSyntaxError) as error:
        raise InputFaults([Fault("report_unreadable", Place(file=standing.name))]) from error
    record_in(package, refresh.record)
    state_manifest(package, document.manifest_id)
    final = package.final()
    content = standing.read_bytes() if final == before else packed(final)
    return content, refresh.told(), refresh.record


def _asked(document: Document, supply: Supply, tags: set[str]) -> dict[str, tuple[Block, ...]]:
    """The artifacts besides the outline for which there are controls with these tags, by key."""
    planned = {block.key for block in document.blocks}
    folding = {key for key, heading in supply.folded.items() if tag_of(heading) in tags}
    return {key: tuple(supply.blocks(key)) for key in sorted(supply.keys - planned - folding) if tag_of(key) in tags}


def _asked_blocks(document: Document, supply: Supply, tags: set[str]) -> tuple[Block, ...]:
    return tuple(block for found in _asked(document, supply, tags).values() for block in found)


def _tags_in(package: Package) -> set[str]:
    roots = (story.root for story in stories(Side(package)))
    return {value_of(properties, "w:tag") for root in roots for properties in within(root, "w:sdtPr")}


class _Refresh:
    """One refresh on its way."""

    def __init__(
        self,
        package: Package,
        fresh: Package,
        record: Record | None,
        words: OfferWords,
        supply: Supply,
        extra: set[str],
    ) -> None:
        self.desk = Desk(Side(package), Side(fresh))
        self._known = record is not None
        self._old = record or Record()
        self._fresh = fresh_parts(self.desk.fresh)
        self._words, self._supply, self._extra = words, supply, extra
        self._offers = Offers(package, self.desk.standing.document)
        self._lines = fresh_lines(self.desk.fresh) | {tag_of(key): words for key, words in supply.inline.items()}
        self._next: dict[str, Written] = {}
        self._inline = {tag: words_print(words) for tag, words in self._lines.items() if tag in self._old.inline}
        self._fresh_blocks: set[Element] = set()
        self._roots: set[Element] = set()
        self._told: dict[str, dict[str, None]] = {
            name: {} for name in ("written", "kept", "deleted", "removed", "unplaced")
        }
        self._unknown: dict[str, str] = {}
        self._standing: dict[str, Found] = {}

    @property
    def record(self) -> Record:
        """What is on record from now on."""
        return Record(self._next, self._inline)

    def told(self) -> Refreshed:
        """What was done."""
        return Refreshed(
            **{name: tuple(tags) for name, tags in self._told.items()}, unknown=tuple(self._unknown.items())
        )

    def run(self, language: str) -> None:
        """Refresh every part, then what Word counts."""
        texts = stories(self.desk.standing)
        titles = {*(part.title for part in self._old.parts.values()), *self._old.inline} - {""}
        for story in texts:
            take_off(story.root, titles)
        if saved_by_libreoffice(self.desk.standing.package):
            put_right(self.desk.standing.package, self.desk.standing.document, texts[0].root)
        mend_bookmarks(story.root for story in texts)
        self.desk.take_stock([story.root for story in texts])
        self._roots = {story.root for story in texts}
        for story in texts:
            hold_marked_numbers(self.desk, story.root, {*self._old.inline, *self._lines})
        search = Search(self.desk.standing, self._old, self._fresh, set(self._lines))
        search.run()
        for found in search.found:
            if not found.inline:
                self._part(found)
        for found in search.found:
            if found.inline and self._is_a_persons(found.control):
                self._fill_line(found)
        self._told["deleted"] = {name: None for name in self._old.parts if name not in self._standing}
        self._next.update({name: self._old.parts[name] for name in self._told["deleted"]})
        self._insert_new()
        body = texts[0].root
        self._name_unknown([control for control in search.unknown if self._is_a_persons(control)])
        recount(body)
        refer(body)
        refresh_contents(self.desk, body, language)

    def _is_a_persons(self, control: Element) -> bool:
        """Whether a control still stands in the text, in no sentence or table that has just been written afresh."""
        above = set(control.iterancestors())
        return bool(self._roots & above) and not self._fresh_blocks & above

    def _tell(self, what: str, name: str) -> None:
        self._told[what][name] = None

    def _part(self, found: Found) -> None:
        name = found.name
        self._standing.setdefault(name, found)
        old, fresh = self._old.parts.get(name), self._fresh.get(name)
        if fresh is None:
            self._gone(found, old or Written("", ()))
        elif old is None and self._known and found.control is not None:
            self._fill_control(found, fresh)
        elif old is None or (found.is_placeholder and found.control is not None and self._is_second(found)):
            self._compare(found, old or Written("", ()), fresh)
        else:
            self._compare(found, old, fresh)

    def _is_second(self, found: Found) -> bool:
        return self._standing[found.name] is not found

    def _compare(self, found: Found, old: Written, fresh: FreshPart) -> None:
        """Refresh a part that says what was last written; offer the fresh version beside one that a person reworded."""
        now, wanted = found.print, fresh.written
        if found.is_placeholder and self._is_second(found) and found.control is not None:
            self._fill_control(found, fresh)
            return
        if found.control is None:
            hold(self.desk, found, fresh)
        if now != wanted.print and now != old.print:
            self._keep(found, old, wanted.print, self._fresh_words(fresh))
            return
        if now == wanted.print and replace(old, offered="") == wanted:
            describe_again(found, fresh, old)
        elif not merge(self.desk, found, old, fresh):
            self._keep(found, old, wanted.print, self._fresh_words(fresh))
            return
        else:
            self._tell("written", found.name)
        for block, wanted_block in zip(found.blocks, fresh.blocks, strict=False):
            if block.tag == P:
                revive_numbers(self.desk, block, wanted_block)
        self._fresh_blocks.update(found.blocks)
        self._offers.withdraw(found.blocks)
        retitle(found, wanted.title)
        self._next[found.name] = wanted

    def _fill_control(self, found: Found, fresh: FreshPart) -> None:
        """Fill a control that a person put there."""
        content = found.control.find("w:sdtContent", NAMESPACES)
        content[:] = [self.desk.imported(block, found.story.part) for block in fresh.blocks]
        for name in ("w:showingPlcHdr", "w:text", "w:placeholder"):
            for known in found.control.findall(f"w:sdtPr/{name}", NAMESPACES):
                known.getparent().remove(known)
        found.blocks = list(blocks_in(content))
        self._fresh_blocks.update(found.blocks)
        self._tell("written", found.name)
        self._next[found.name] = fresh.written

    def _keep(self, found: Found, old: Written, fresh_print: str, words: str) -> None:
        """A person's words stay; a fresh version that is not the one they reworded is offered, once."""
        if fresh_print == old.print:
            self._offers.withdraw(found.blocks)
            self._next[found.name] = replace(old, offered="")
            return
        # A comment that somebody has deleted is not written again until there is something newer to offer.
        if found.story.part == self.desk.standing.document and (
            old.offered != fresh_print or self._offers.stands(found.blocks)
        ):
            self._offers.offer(found.blocks, words)
        self._tell("kept", found.name)
        self._next[found.name] = replace(old, tag=found.name.partition("#")[0], offered=fresh_print)

    def _gone(self, found: Found, old: Written) -> None:
        """A part whose subject is gone goes as well, unless a person has written in it."""
        if found.print != old.print:
            self._keep(found, old, words_print(self._words.gone), self._words.gone)
            return
        self._offers.withdraw(found.blocks)
        remove_part(self.desk, found)
        self._tell("removed", found.name)
        self._next.pop(found.name, None)

    def _fresh_words(self, fresh: FreshPart) -> str:
        data = ""
        package, document = self.desk.fresh.package, self.desk.fresh.document
        for chart in within(fresh.control, "c:chart"):
            data = _data_words(package.tree(package.target(document, chart.get(qualified("r:id")))))
        return f"{self._words.fresh}\n{offered_words(fresh.blocks, data)}"

    def _fill_line(self, found: Found) -> None:
        """Fill a control within a line with a number, or with the words of a part."""
        tag = found.name.partition("#")[0]
        words = self._line_words(found.name)
        content = found.control.find("w:sdtContent", NAMESPACES)
        now = "".join(text.text or "" for text in within(content, "w:t"))
        if words_print(now) == words_print(words):
            self._inline[tag] = words_print(words)
        elif not found.is_placeholder and not self._is_as_written(tag, words_print(now)):
            self._inline.setdefault(tag, words_print(words))
            self._tell("kept", found.name)
        else:
            say_in_line(found.control, words, keep_format=not found.is_placeholder)
            self._inline[tag] = words_print(words)
            self._tell("written", found.name)
        mark_number(self.desk, found.control, tag)

    def _is_as_written(self, tag: str, told: str) -> bool:
        """Whether a control within a line says what the program last wrote there, or was only put in since."""
        return self._known and told in (self._old.inline.get(tag, told), self._inline.get(tag))

    def _line_words(self, name: str) -> str:
        tag = name.partition("#")[0]
        if tag in self._lines:
            return self._lines[tag]
        fresh = self._fresh.get(name)
        return " ".join(offered_words(fresh.blocks, "").split("\n")) if fresh else ""

    def _insert_new(self) -> None:
        """Put parts that the document never had after the nearest part before them that it has."""
        neighbour: Found | None = None
        for name, fresh in self._fresh.items():
            if name in self._standing and name not in self._told["removed"]:
                found = self._standing[name]
                neighbour = found if fresh.in_body and _can_have_neighbours(found) else neighbour
                continue
            if name in self._old.parts or not fresh.in_body or name.partition("#")[0] in self._extra:
                continue
            if neighbour is None:
                self._tell("unplaced", name)
                continue
            control = self.desk.imported(fresh.control, neighbour.story.part)
            last = neighbour.control if neighbour.control is not None else neighbour.blocks[-1]
            last.addnext(control)
            blocks = list(blocks_in(control.find("w:sdtContent", NAMESPACES)))
            neighbour = Found(name, neighbour.story, blocks, control)
            self._standing[name] = neighbour
            self._tell("written", name)
            self._next[name] = fresh.written

    def _name_unknown(self, controls: Sequence[Element]) -> None:
        keys = sorted({*self._fresh, *map(tag_of, self._supply.keys), *self._lines})
        for tag in [value_of(control, "w:sdtPr/w:tag") for control in controls]:
            if tag != _BLOCKS:
                self._unknown[tag] = next(iter(get_close_matches(tag, keys, 1)), "")


def _can_have_neighbours(found: Found) -> bool:
    place = found.control if found.control is not None else found.blocks[0]
    return all(above.tag != qualified("w:tc") for above in place.iterancestors())


def _data_words(chart: Element) -> str:
    """The data of a chart as lines: the categories, then each series."""
    lines: list[str] = []
    for series in within(chart, "c:ser"):
        named = {name: _texts(series, f"c:{name}") for name in ("tx", "cat", "val", "xVal", "yVal")}
        if named["xVal"] or not lines:
            lines.append("\t".join(["", *named["cat"], *named["xVal"]]))
        lines.append("\t".join([*named["tx"], *named["val"], *named["yVal"]]))
    return "\n".join(lines)


def _texts(series: Element, name: str) -> list[str]:
    data = series.find(name, NAMESPACES)
    return [] if data is None else [value.text or "" for value in within(data, "c:v")]
