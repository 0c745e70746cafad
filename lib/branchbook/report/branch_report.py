"""The branch report as an outline: which artifacts stand in which chapter, after the conclusions (DX9).

The outline is data (:data:`CHAPTERS`). An artifact whose data are missing leaves the sentence that says so; chapters
and sections of which everything is missing are gathered in a chapter before the appendix, which says what is missing
and what will stand there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain

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
    Table,
    TableColumn,
)
from branchbook.report.numbers import with_named_numbers
from branchbook.report.placing import blocks_of, finding_evidence, finding_title, finding_words
from branchbook.report.references import with_references
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Finding, Missing, Severity
from branchbook.values.branch import Branch
from branchbook.values.wording import Names, Sentence, Term, Wording

DIAGNOSIS = "10_diagnosis"


@dataclass(frozen=True)
class Part:
    """A section of a chapter: its heading's name and the artifacts under it, in order."""

    name: str
    artifacts: tuple[str, ...]

    def placed(self, notebook: str, artifacts: Mapping[str, Artifact]) -> list[Artifact]:
        """The section's artifacts in their order, of the notebook that keeps them."""
        return [artifacts[f"{notebook}.{name}"] for name in self.artifacts]

    def is_to_come(self, notebook: str, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether it says nothing but that its data are still to come, under a heading of its own."""
        values = [artifact.value for artifact in self.placed(notebook, artifacts)]
        return bool(self.name) and all(isinstance(value, Missing) and value.to_come for value in values)


@dataclass(frozen=True)
class Chapter:
    """A chapter: its heading's name, the sentences that open it, its sections, and the notebook that keeps them."""

    name: str
    lead: str
    parts: tuple[Part, ...]
    notebook: str = DIAGNOSIS

    def kept(self, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether the engagement ran this chapter's notebook at all."""
        return f"{self.notebook}.{self.lead}" in artifacts

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of everything that the chapter places, in order."""
        names = (self.lead, *chain.from_iterable(part.artifacts for part in self.parts))
        return tuple(f"{self.notebook}.{name}" for name in names)

    def placed(self, artifacts: Mapping[str, Artifact]) -> list[Artifact]:
        """The chapter's artifacts in their order."""
        return [artifacts[key] for key in self.keys]

    def is_missing(self, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether there is nothing to say in this chapter but that data are missing."""
        return all(isinstance(artifact.value, Missing) for artifact in self.placed(artifacts))

    def shown(self, artifacts: Mapping[str, Artifact]) -> list[Part]:
        """The sections that have something to say."""
        return [part for part in self.parts if not part.is_to_come(self.notebook, artifacts)]


CHAPTERS = (
    Chapter("basis", "basis.reading", (Part("", ("basis.items",)),)),
    Chapter(
        "scorecard",
        "scorecard.reading",
        (
            Part("overview", ("scorecard.perspectives", "scorecard.focus")),
            Part("finance", ("scorecard.finance", "growth.series", "growth.attainment")),
            Part("customers", ("scorecard.customers",)),
            Part("operations", ("scorecard.operations",)),
            Part("growth", ("scorecard.growth",)),
        ),
    ),
    Chapter(
        "customers",
        "customers.reading",
        (
            Part("structure", ("customers.tiers_chart", "customers.tiers")),
            Part("care", ("customers.care",)),
            Part("products", ("products.reading", "products.penetration")),
        ),
    ),
    Chapter(
        "business",
        "business.reading",
        (
            Part("hours", ("business.hours",)),
            Part("channels", ("business.channels", "business.counter_load")),
        ),
    ),
    Chapter(
        "waiting",
        "waiting.reading",
        (
            Part("flow", ("waiting.arrivals",)),
            Part("waits", ("waiting.by_hour", "waiting.by_hour_table")),
            Part("diversion", ("waiting.diversion_reading", "waiting.diversion")),
        ),
    ),
    Chapter(
        "service",
        "service.reading",
        (
            Part("aspects", ("service.aspects", "service.coverage")),
            Part("voice", ("voice.reading", "voice.nps", "voice.ratings")),
            Part("causes", ("voice.causes_reading", "voice.causes")),
        ),
    ),
)
"""The chapters between the conclusions and the findings; names are catalog keys below ``report.chapter``."""

FURTHER_CHAPTERS = (
    Chapter(
        "ecosystem",
        "reading",
        (
            Part("", ("map", "modules", "bands")),
            Part("customers", ("customers_reading", "customers")),
            Part("targets", ("targets_reading", "targets")),
            Part("surroundings", ("stages", "scenes", "chains")),
            Part("quality", ("quality", "doubtful")),
        ),
        "40_ecosystem_map",
    ),
    Chapter(
        "claims",
        "reading",
        (
            Part("", ("state",)),
            Part("work", ("loads", "loads_chart", "tiers")),
            Part("round", ("claims_reading", "conflicts")),
            Part("accounts", ("accounts",)),
            Part("targets", ("targets_reading", "targets")),
            Part("moves", ("moved", "trial", "marketing_import")),
        ),
        "50_claim_allocation",
    ),
    Chapter(
        "outreach",
        "reading",
        (
            Part("plan", ("gantt", "weeks")),
            Part("targets", ("targets", "development")),
            Part("progress", ("changes", "advance")),
            Part("events", ("events", "event_steps")),
        ),
        "60_outreach_plan",
    ),
)
"""The chapters after the findings, each there where its notebook was run."""


_BESIDES = ("findings", "scorecard.headline", "appendix.sources", "appendix.methods", "appendix.rules")
"""What the conclusions, the findings and the appendix tell of the diagnosis."""


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
    further = tuple(chapter for chapter in FURTHER_CHAPTERS if chapter.kept(artifacts))
    outline = (*CHAPTERS, *further)
    missing = [chapter for chapter in outline if chapter.is_missing(artifacts)]
    blocks = (
        *_conclusions(artifacts, findings, text),
        *(block for chapter in CHAPTERS if chapter not in missing for block in _chapter(chapter, artifacts, text)),
        *_findings_chapter(findings, text),
        *(block for chapter in further if chapter not in missing for block in _chapter(chapter, artifacts, text)),
        *_own_chapter(artifacts, text),
        *_missing_chapter(outline, artifacts, text),
        *_appendix(artifacts, text),
    )
    labels = _labels(facts, text)
    return Document(
        text.language,
        _cover(facts, text),
        labels,
        with_named_numbers(with_references(blocks, _readings(), labels, text)),
        "Branchbook",
        facts.manifest_id,
        facts.as_of,
    )


def unfinished(artifacts: Mapping[str, Artifact]) -> tuple[str, ...]:
    """The notebooks that have not kept everything which the report places: the diagnosis, and others once begun."""
    begun = [chapter for chapter in FURTHER_CHAPTERS if chapter.kept(artifacts)]
    wanted = (
        *(f"{DIAGNOSIS}.{name}" for name in _BESIDES),
        *(key for chapter in (*CHAPTERS, *begun) for key in chapter.keys),
        *(f"{chapter.notebook}.rules" for chapter in begun),
    )
    return tuple(dict.fromkeys(key.partition(".")[0] for key in wanted if key not in artifacts))


def folded(artifacts: Mapping[str, Artifact]) -> dict[str, str]:
    """The keys of chapters and sections of which everything is missing,
    each with the key of the heading that is left out."""
    outline = (*CHAPTERS, *(chapter for chapter in FURTHER_CHAPTERS if chapter.kept(artifacts)))
    keys: dict[str, str] = {}
    for chapter in outline:
        if chapter.is_missing(artifacts):
            keys |= dict.fromkeys(chapter.keys, f"chapter.{chapter.name}")
            continue
        shown = chapter.shown(artifacts)
        for part in (part for part in chapter.parts if part not in shown):
            heading = f"chapter.{chapter.name}.{part.name}"
            keys |= {f"{chapter.notebook}.{name}": heading for name in part.artifacts}
    return keys


def _readings() -> set[str]:
    """The keys of everything that a chapter places, among them the sentences that read its figures and tables."""
    return {key for chapter in (*CHAPTERS, *FURTHER_CHAPTERS) for key in chapter.keys}


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


def findings_of(artifacts: Mapping[str, Artifact]) -> tuple[Finding, ...]:
    """The findings of the diagnosis, the gravest first; none where it found nothing."""
    value = artifacts[f"{DIAGNOSIS}.findings"].value
    return tuple(finding for finding in value if isinstance(finding, Finding)) if isinstance(value, tuple) else ()


def _conclusions(artifacts: Mapping[str, Artifact], findings: tuple[Finding, ...], text: Text) -> Iterator[Block]:
    """The one-page summary: conclusions first, then the figures they rest on, then what could not be seen."""
    key = "summary"
    troubles, strengths = troubles_among(findings), strengths_among(findings)
    yield PageBreak(f"{key}.break")
    yield Heading(f"{key}.heading", text("report.chapter.summary.title"))
    yield Paragraph(f"{key}.lead", overall(troubles, strengths, text), ParagraphStyle.LEAD)
    if troubles:
        items = (
            text("report.summary.item", title=finding_title(finding, text), evidence=finding_evidence(finding, text))
            for finding in troubles[:5]
        )
        yield BulletList(f"{key}.findings", tuple(items), numbered=True)
    if strengths:
        titles = Names(tuple(finding_title(finding, text) for finding in strengths[:3]))
        yield Paragraph(f"{key}.strengths", text("report.summary.strengths", titles=titles))
    yield from blocks_of(artifacts[f"{DIAGNOSIS}.scorecard.headline"], text)
    unseen = tuple(_unseen(artifacts))
    if unseen:
        yield Paragraph(f"{key}.missing", text("report.summary.missing", parts=Names(unseen)), ParagraphStyle.MISSING)


def _unseen(artifacts: Mapping[str, Artifact]) -> Iterator[Term]:
    """The chapters, or else their sections, in which everything is missing."""
    for chapter in CHAPTERS:
        seen = [part for part in chapter.parts if not _all_missing(part, artifacts)]
        if not seen:
            yield Term(f"report.chapter.{chapter.name}.title")
        else:
            unseen = (part for part in chapter.parts if part not in seen)
            yield from (Term(f"report.chapter.{chapter.name}.{part.name}") for part in unseen)


def _all_missing(part: Part, artifacts: Mapping[str, Artifact]) -> bool:
    return all(isinstance(artifacts[f"{DIAGNOSIS}.{name}"].value, Missing) for name in part.artifacts)


def overall(troubles: tuple[Finding, ...], strengths: tuple[Finding, ...], text: Text) -> str:
    """The conclusion that opens the report, in one sentence."""
    if not troubles:
        key = "report.summary.no_troubles" if strengths else "report.summary.level"
        return text(key, strengths=len(strengths))
    return text("report.summary.troubles", troubles=len(troubles), first=finding_title(troubles[0], text))


def troubles_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that call for action."""
    return tuple(finding for finding in findings if finding.severity is not Severity.STRENGTH)


def strengths_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What the branch does better than its peers."""
    return tuple(finding for finding in findings if finding.severity is Severity.STRENGTH)


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


def _missing_chapter(outline: Iterable[Chapter], artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    """The chapters and sections of which everything is missing: why, and what each will show with its data."""
    rows = tuple(row for chapter in outline for row in _missing_of(chapter, artifacts, text))
    if not rows:
        return
    key, names = "chapter.missing", ("part", "reason", "content")
    titles = [text(f"report.missing.{name}") for name in names]
    yield Heading(key, text(f"report.{key}.title"))
    yield Paragraph(f"{key}.lead", text("report.missing.lead"))
    caption = text("report.missing.caption")
    columns = tuple(TableColumn(title, weight=weight) for title, weight in zip(titles, (1.1, 2.4, 2.0), strict=True))
    alt = text("alt.table", caption=caption, columns=text.listed(titles))
    yield Table(f"{key}.table", caption, columns, rows, alt)


def _missing_of(chapter: Chapter, artifacts: Mapping[str, Artifact], text: Text) -> Iterator[tuple[str, str, str]]:
    """What of a chapter is missing, why, and what it shows once its data are there: the chapter or its sections."""
    title = text(f"report.chapter.{chapter.name}.title")
    if chapter.is_missing(artifacts):
        yield title, _reasons(chapter.placed(artifacts), text), _promised(chapter, artifacts, text)
        return
    shown = chapter.shown(artifacts)
    for part in (part for part in chapter.parts if part not in shown):
        placed = part.placed(chapter.notebook, artifacts)
        name = text("report.missing.part_of", chapter=title, part=text(f"report.chapter.{chapter.name}.{part.name}"))
        yield name, _reasons(placed, text), text.listed(text.wording(one.title) for one in placed)


def _reasons(placed: Iterable[Artifact], text: Text) -> str:
    """Why these have nothing to say; reasons that differ only in the names they list are one."""
    reasons: dict[str, Sentence] = {}
    for artifact in placed:
        if isinstance(artifact.value, Missing):
            reason = artifact.value.reason
            alike = reason.key if _lists_alone(reason) else text.sentence(reason)
            reasons[alike] = _joined(reasons[alike], reason) if alike in reasons else reason
    return text("mark.sentence_space").join(text.sentence(reason) for reason in reasons.values())


def _lists_alone(reason: Sentence) -> bool:
    return bool(reason.values) and all(isinstance(value, Names) for value in reason.values.values())


def _joined(first: Sentence, second: Sentence) -> Sentence:
    """One sentence that lists the names of both, each once."""
    both = {name: (*_names(first, name), *_names(second, name)) for name in first.values}
    return Sentence(first.key, {name: Names(tuple(dict.fromkeys(items))) for name, items in both.items()})


def _names(sentence: Sentence, name: str) -> tuple[Wording, ...]:
    value = sentence.values.get(name)
    return value.items if isinstance(value, Names) else ()


def _promised(chapter: Chapter, artifacts: Mapping[str, Artifact], text: Text) -> str:
    """What a chapter shows once its data are there: its sections, else its tables and figures."""
    return text.listed(
        name
        for part in chapter.parts
        for name in (
            [text(f"report.chapter.{chapter.name}.{part.name}")]
            if part.name
            else [text.wording(artifacts[f"{chapter.notebook}.{one}"].title) for one in part.artifacts]
        )
        if name
    )


def _appendix(artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    """Where the figures come from and how they were made, for whoever is asked."""
    yield PageBreak("appendix.break")
    yield AppendixHeading("appendix", text("report.appendix.title"))
    for name in ("sources", "methods", "rules"):
        artifact = artifacts[f"{DIAGNOSIS}.appendix.{name}"]
        yield AppendixHeading(f"appendix.{name}", text(f"report.appendix.{name}"), level=2)
        yield from _methods(artifact, text) if name == "methods" else blocks_of(artifact, text)
    for chapter in FURTHER_CHAPTERS:
        if chapter.kept(artifacts) and not isinstance(artifacts[f"{chapter.notebook}.rules"].value, Missing):
            yield from blocks_of(artifacts[f"{chapter.notebook}.rules"], text)


def _methods(methods: Artifact, text: Text) -> Iterator[Block]:
    """One method an item: people look up one of them."""
    if isinstance(methods.value, tuple):
        items = (text.sentence(sentence) for sentence in methods.value if isinstance(sentence, Sentence))
        yield BulletList(methods.key, tuple(items))
