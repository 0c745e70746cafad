"""A report, block by block, as a Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, singledispatch
from pathlib import Path

from branchbook.render.archive import issue_time
from branchbook.render.living.origin import state_manifest
from branchbook.render.living.package import Package
from branchbook.render.word import figures, headings, prose, tables
from branchbook.render.word.contents import Entry, caption_entries, caption_list, contents, entries
from branchbook.render.word.cover import cover_parts, margin_parts
from branchbook.render.word.identity import Identities
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.numbered import Caption, captions_of, number_marks
from branchbook.render.word.package import Parts, package_entries
from branchbook.render.word.properties import state_properties
from branchbook.render.word.template import Template
from branchbook.report.blocks import (
    AppendixHeading,
    BulletList,
    Document,
    EcosystemMap,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)


def report_entries(document: Document, template: Path) -> dict[str, bytes]:
    """The parts of the Word file by name; the same document and template give the same bytes.

    Raises InputFaults where the template can't be read or lacks a style, ValueError where a figure has no value to draw.
    """
    opened = Template.opened(template)
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
    content = opened.filled_document("blocks", _blocks(manuscript, document))
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


def _blocks(manuscript: Manuscript, document: Document) -> str:
    return "".join(_written(block, manuscript) for block in document.blocks)


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
