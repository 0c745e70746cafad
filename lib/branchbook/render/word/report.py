"""A report, block by block, as a Word file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial, singledispatch
from pathlib import Path

from branchbook.render.archive import issue_time
from branchbook.render.living.origin import state_manifest
from branchbook.render.living.package import Package
from branchbook.render.word import figures, headings, prose, tables
from branchbook.render.word.arranging import arranged
from branchbook.render.word.contents import Entry, caption_entries, caption_list, contents, entries
from branchbook.render.word.controls import bookmarked
from branchbook.render.word.cover import cover_parts, margin_parts
from branchbook.render.word.identity import Identities, line_bookmark_of, tag_of
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.numbered import Caption, captions_of, number_marks
from branchbook.render.word.package import Parts, drop_unused, package_entries
from branchbook.render.word.paragraphs import run
from branchbook.render.word.properties import state_properties
from branchbook.render.word.template import BLOCKS, Placement, Template, place, place_words
from branchbook.report.blocks import (
    AppendixHeading,
    Block,
    BulletList,
    Document,
    EcosystemMap,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from branchbook.report.numbers import numbers_of


def report_entries(
    document: Document,
    template: Path,
    inline: Mapping[str, str] | None = None,
    besides: Callable[[set[str]], Sequence[Block]] = lambda _tags: (),
) -> dict[str, bytes]:
    """The parts of the Word file by name; the same document and template give the same bytes.

    ``besides`` gives the blocks besides the outline's for the tags that a person placed in the template; ``inline`` the
    words of single numbers by key, for controls that a person put between words of the template. Raises InputFaults
    where the template can't be read or lacks a style, ValueError where a figure has no value to draw.
    """
    opened = Template.opened(template)
    placements = tuple(opened.placements())
    whole = tuple(one for one in placements if one.in_body and not one.in_line and one.is_whole)
    arrangement = arranged(document.blocks, whole, besides({one.tag for one in whole}))
    document = replace(document, blocks=arrangement.blocks)
    identities = opened.taken()
    listed, captions = entries(document, identities), captions_of(document, identities)
    manuscript = _manuscript(document, opened, identities, listed, captions)
    opened.numbering.number_headings(document.language)
    filled = {
        **cover_parts(document.cover, opened.styles, identities),
        **margin_parts(document.labels, opened.styles, identities),
        "contents": lambda: contents(document.labels.contents, listed, opened.styles),
        **_lists(document, captions, opened.styles),
    }
    for tag, written in filled.items():
        opened.fill(tag, written)
    before = [_blocks(manuscript, blocks) for _, blocks in arrangement.before]
    outline = _blocks(manuscript, arrangement.outline)
    after = [_blocks(manuscript, blocks) for _, blocks in arrangement.after]
    for (placement, _), xml in zip((*arrangement.before, *arrangement.after), (*before, *after), strict=True):
        place(placement, xml)
    numbers = {**numbers_of(document.blocks), **(inline or {})}
    told = {tag_of(key): words for key, words in numbers.items()}
    _fill_lines(placements, told, document.labels.missing, identities)
    content = opened.filled_document(BLOCKS, outline)
    drop_unused(opened.word.part, content)
    state_properties(opened, document, manuscript.issued)
    package = Package(package_entries(opened.package, {opened.word.part.partname: content}))
    state_manifest(package, document.manifest_id)
    return package.final()


def _lists(document: Document, captions: list[Caption], styles: Mapping[str, str]) -> dict[str, Callable[[], str]]:
    """What writes the lists of figures and tables, by the tag of the control that takes them."""
    labels = document.labels
    titles = {"contents.figures": (labels.figures, labels.figure), "contents.tables": (labels.tables, labels.table)}
    return {
        tag: partial(caption_list, title, label, caption_entries(captions, label, document.language), styles)
        for tag, (title, label) in titles.items()
    }


def _fill_lines(
    placements: Iterable[Placement], inline: Mapping[str, str], missing: str, identities: Identities
) -> None:
    """Fill controls between words; a number that this branch has not is said to be missing."""
    for placement in placements:
        words = run(inline.get(placement.tag) or missing)
        if placement.in_line:
            mark = identities.bookmark_name(line_bookmark_of(placement.tag))
            place_words(placement, bookmarked(identities, mark, words))
        elif not placement.in_body and placement.is_whole:
            place_words(placement, words)


def _manuscript(
    document: Document, template: Template, identities: Identities, listed: list[Entry], captions: list[Caption]
) -> Manuscript:
    return Manuscript(
        language=document.language,
        labels=document.labels,
        styles=template.styles,
        text_width=template.text_width,
        palette=template.palette,
        issued=issue_time(document.dated),
        parts=Parts(template.word.part, template.package),
        numbering=template.numbering,
        identities=identities,
        heading_targets=iter([entry.target for entry in listed]),
        captions=iter(captions),
        references=number_marks(captions),
    )


def _blocks(manuscript: Manuscript, blocks: Sequence[Block]) -> str:
    written = []
    for number, block in enumerate(blocks, start=1):
        manuscript.page_ends = number + 1 < len(blocks) and isinstance(blocks[number], PageBreak)
        written.append(_written(block, manuscript))
    return "".join(written)


@singledispatch
def _written(block: object, _manuscript: Manuscript) -> str:
    raise TypeError(f"a Word report has no way to write {type(block).__name__}")


@_written.register
def _(block: Heading, manuscript: Manuscript) -> str:
    return headings.heading(manuscript, block)


@_written.register
def _(block: AppendixHeading, manuscript: Manuscript) -> str:
    return headings.appendix_heading(manuscript, block)


@_written.register
def _(block: Paragraph, manuscript: Manuscript) -> str:
    return prose.paragraph(manuscript, block)


@_written.register
def _(block: BulletList, manuscript: Manuscript) -> str:
    return prose.bullet_list(manuscript, block)


@_written.register
def _(block: Table, manuscript: Manuscript) -> str:
    return tables.table(manuscript, block)


@_written.register
def _(block: Figure, manuscript: Manuscript) -> str:
    return figures.figure(manuscript, block)


@_written.register
def _(block: EcosystemMap, manuscript: Manuscript) -> str:
    return figures.ecosystem_map(manuscript, block)


@_written.register
def _(_block: PageBreak, manuscript: Manuscript) -> str:
    manuscript.break_pending = True
    return ""
