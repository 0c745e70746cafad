"""The branch report as blocks: conclusions first, then the chapters of the outline, findings and appendix (DX9).

An artifact whose data are missing leaves the sentence that says so; chapters and sections of which everything is
missing are gathered in a chapter before the appendix, which says what is missing and what will stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from branchbook.errors import Fault, UnfinishedChaptersError
from branchbook.report.blocks import (
    AppendixHeading,
    Block,
    BulletList,
    Cover,
    Document,
    Heading,
    Labels,
    PageBreak,
    Paragraph,
    ParagraphStyle,
)
from branchbook.report.conclusions import conclusions, findings_of, strengths_among, troubles_among
from branchbook.report.missing_chapter import missing_chapter
from branchbook.report.numbers import with_named_numbers
from branchbook.report.outline import CHAPTERS, DIAGNOSIS, Chapter, further_chapters, placed_keys, unfinished
from branchbook.report.placing import blocks_of, finding_evidence, finding_title, finding_words
from branchbook.report.references import with_references
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Finding, Missing
from branchbook.values.branch import Branch
from branchbook.values.wording import Names, Sentence, Term


@dataclass(frozen=True)
class ReportFacts:
    """What the cover and the running lines tell besides artifacts."""

    bank: str
    branch: Branch
    as_of: date
    manifest_id: str


def branch_report(artifacts: Mapping[str, Artifact], facts: ReportFacts, text: Text) -> Document:
    """A branch's report in one language, from the artifacts of its chapters by key.

    Raises UnfinishedChaptersError for an artifact that the outline places and no chapter has kept, so that a report
    with a hole is never written.
    """
    if lacking := unfinished(artifacts):
        raise UnfinishedChaptersError([Fault("chapter_unfinished", got=text.listed(lacking))])
    findings = findings_of(artifacts)
    blocks = (
        *conclusions(artifacts, findings, text),
        *_chapters(CHAPTERS, artifacts, text),
        *_findings_chapter(findings, text),
        *_chapters(further_chapters(artifacts), artifacts, text),
        *_own_chapter(artifacts, text),
        *missing_chapter(artifacts, text),
        *_appendix(artifacts, text),
    )
    labels = _labels(facts, text)
    return Document(
        text.language,
        _cover(facts, text),
        labels,
        with_named_numbers(with_references(blocks, placed_keys(), labels, text)),
        "Branchbook",
        facts.manifest_id,
        facts.as_of,
    )


def _cover(facts: ReportFacts, text: Text) -> Cover:
    return Cover(
        text("report.title"),
        facts.branch.named(text.language),
        (
            (text("report.cover.bank"), facts.bank),
            (text("report.cover.branch_id"), facts.branch.id),
            (text("report.cover.branch_type"), text(f"branch_type.{facts.branch.type}")),
            (text("report.cover.as_of"), text.date(facts.as_of)),
        ),
        text("report.cover.disclaimer"),
    )


def _labels(facts: ReportFacts, text: Text) -> Labels:
    return Labels(
        contents=text("report.label.contents"),
        table=text("report.label.table"),
        figure=text("report.label.figure"),
        page=text.entries["report.label.page"],
        header=text("report.label.header", title=text("report.title"), branch=facts.branch.named(text.language)),
        missing=text("mark.missing"),
        figures=text("report.label.figures"),
        tables=text("report.label.tables"),
    )


def _chapters(chapters: Iterable[Chapter], artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    """The chapters that have something to say."""
    for chapter in chapters:
        if not chapter.is_missing(artifacts):
            yield from _chapter(chapter, artifacts, text)


def _chapter(chapter: Chapter, artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    yield Heading(f"chapter.{chapter.name}", text(f"report.chapter.{chapter.name}.title"))
    yield from _lead(artifacts[f"{chapter.notebook}.{chapter.lead}"], text)
    for part in chapter.shown(artifacts):
        if part.name:
            key = f"chapter.{chapter.name}.{part.name}"
            yield Heading(key, text(f"report.{key}"), level=2)
        yield from _section(part.placed(chapter.notebook, artifacts), text)


def _lead(lead: Artifact, text: Text) -> Iterator[Block]:
    for block in blocks_of(lead, text):
        if isinstance(block, Paragraph) and block.style is ParagraphStyle.BODY:
            yield Paragraph(lead.key, block.text, ParagraphStyle.LEAD)
        else:
            yield block


def _section(artifacts: Iterable[Artifact], text: Text) -> Iterator[Block]:
    """The artifacts in order; what is missing for one reason is said once."""
    said: set[str] = set()
    for artifact in artifacts:
        for block in blocks_of(artifact, text):
            if isinstance(block, Paragraph) and block.style is ParagraphStyle.MISSING:
                if block.text in said:
                    continue
                said.add(block.text)
            yield block


def _findings_chapter(findings: tuple[Finding, ...], text: Text) -> Iterator[Block]:
    """Every trouble with evidence, cause, coaching and expected effect; then what the branch does well.

    Nothing where there is neither: the conclusions say so.
    """
    troubles, strengths = troubles_among(findings), strengths_among(findings)
    if findings:
        yield Heading("chapter.findings", text("report.chapter.findings.title"))
    for finding in troubles:
        yield from _trouble(finding, text)
    if strengths:
        yield Heading("chapter.findings.strengths", text("report.findings.strengths"), level=2)
        kept = tuple(
            text("report.summary.item", title=finding_title(finding, text), evidence=finding_evidence(finding, text))
            for finding in strengths
        )
        yield BulletList("chapter.findings.strengths.list", kept)


def _trouble(finding: Finding, text: Text) -> Iterator[Block]:
    key = f"finding.{finding.code}"
    yield Heading(key, finding_title(finding, text), level=2)
    yield Paragraph(f"{key}.evidence", finding_evidence(finding, text))
    cause = Term(f"cause.{finding.cause}") if finding.cause else Term("report.findings.cause_open")
    contents = Names(tuple(Term(f"content.{content}") for content in finding.contents))
    yield BulletList(
        f"{key}.advice",
        (
            text("report.findings.severity", severity=Term(f"severity.{finding.severity}")),
            text("report.findings.cause", cause=cause),
            text("report.findings.advice", advice=finding_words(finding, "advice", text)),
            text("report.findings.contents", contents=contents),
            text("report.findings.effect", effect=finding_words(finding, "effect", text)),
        ),
    )


def _own_chapter(artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    """What consultants kept from cells of their own."""
    own = [artifact for key, artifact in artifacts.items() if ".own." in key]
    if own:
        yield Heading("chapter.own", text("report.chapter.own.title"))
    for artifact in own:
        yield from blocks_of(artifact, text)


def _appendix(artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    """Where the figures come from and how they were made, for whoever is asked."""
    yield PageBreak("appendix.break")
    yield AppendixHeading("appendix", text("report.appendix.title"))
    for name in ("sources", "methods", "rules"):
        artifact = artifacts[f"{DIAGNOSIS}.appendix.{name}"]
        yield AppendixHeading(f"appendix.{name}", text(f"report.appendix.{name}"), level=2)
        yield from _methods(artifact, text) if name == "methods" else blocks_of(artifact, text)
    for chapter in further_chapters(artifacts):
        if not isinstance(artifacts[f"{chapter.notebook}.rules"].value, Missing):
            yield from blocks_of(artifacts[f"{chapter.notebook}.rules"], text)


def _methods(methods: Artifact, text: Text) -> Iterator[Block]:
    """One method an item: people look up one of them."""
    if isinstance(methods.value, tuple):
        items = (text.sentence(sentence) for sentence in methods.value if isinstance(sentence, Sentence))
        yield BulletList(methods.key, tuple(items))
