"""The deck of one branch, for its own presentation: conclusions, their evidence, the corporate chapters, next steps.

Made from the artifacts of the branch alone. A chapter that was not run, or has nothing to show, has no slide.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from branchbook.report.blocks import (
    Align,
    BulletList,
    Cover,
    EcosystemMap,
    Figure,
    Paragraph,
    ParagraphStyle,
    Table,
    TableColumn,
)
from branchbook.report.branch_report import ReportFacts
from branchbook.report.conclusions import findings_of, overall, strengths_among, troubles_among
from branchbook.report.outline import DIAGNOSIS
from branchbook.report.placing import blocks_of, finding_evidence, finding_title
from branchbook.report.slides import (
    AnySlide,
    BigNumber,
    BigNumbers,
    Closing,
    Deck,
    Mood,
    Slide,
    SlidePart,
    deck_labels,
)
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Cell, Finding, TableData
from branchbook.values.quantity import Quantity
from branchbook.values.wording import Names, Sentence, Term

_HEADLINES = 4
_TROUBLES = 3
_STEPS = 5
_BULLETS = 4


@dataclass(frozen=True)
class Picture:
    """A slide that shows one figure of a chapter beside what is to be read in it."""

    name: str
    chapter: str
    reading: str
    figures: tuple[str, ...]
    notebook: str = DIAGNOSIS


PICTURES = (
    Picture("customers", "customers", "customers.reading", ("customers.tiers_chart", "products.penetration")),
    Picture("business", "business", "business.reading", ("business.channels", "business.hours")),
    Picture("waiting", "waiting", "waiting.reading", ("waiting.by_hour", "waiting.arrivals", "waiting.diversion")),
    Picture("service", "service", "service.reading", ("service.aspects",)),
)
"""The slides of the diagnosis after the findings: of each the first figure that has data and is not shown before."""

EVIDENCE = {
    "growth.series": ("aum_decline", "slow_aum_growth", "deposit_decline"),
    "customers.tiers_chart": ("thin_assets",),
    "products.penetration": ("low_penetration", "narrow_category"),
    "waiting.by_hour": ("long_waits", "long_median_wait", "high_abandonment", "slow_service"),
    "business.channels": ("counter_heavy", "small_cash_at_counter"),
    "service.aspects": (
        "weak_premises", "weak_appearance", "weak_lobby", "weak_tellers", "weak_equipment", "weak_satisfaction",
        "weak_service",
    ),
    "voice.nps": ("low_nps", "low_satisfaction"),
}  # fmt: skip
"""The figures that show a finding beside its words, by the codes of these findings; each is shown once."""

FURTHER_PICTURES = (
    Picture("ecosystem", "ecosystem", "reading", ("map",), "40_ecosystem_map"),
    Picture("claims", "claims", "reading", ("loads_chart", "loads"), "50_claim_allocation"),
    Picture("outreach", "outreach", "reading", ("gantt", "weeks"), "60_outreach_plan"),
)
"""The slides of the chapters that an engagement may run besides."""


def branch_deck(artifacts: Mapping[str, Artifact], facts: ReportFacts, text: Text) -> Deck:
    """The deck of a branch in one language, from the artifacts of its chapters by key; KeyError if none has run."""
    findings = findings_of(artifacts)
    troubles = troubles_among(findings)
    title = text("deck.branch.title")
    shown: set[str] = set()
    slides = (
        _standing(artifacts, findings, text),
        *(_finding(finding, artifacts, shown, text) for finding in troubles[:_TROUBLES]),
        *(slide for picture in (*PICTURES, *FURTHER_PICTURES) for slide in _picture(picture, artifacts, shown, text)),
        *_next_steps(troubles, text),
        _closing(facts, text),
    )
    return Deck(
        text.language,
        deck_labels(facts.bank, f"{title} · {facts.branch.named(text.language)}", text),
        _cover(facts, title, text),
        slides,
        "Branchbook",
        facts.manifest_id,
        facts.as_of,
    )


def _cover(facts: ReportFacts, title: str, text: Text) -> Cover:
    return Cover(
        title,
        facts.branch.named(text.language),
        (
            (text("report.cover.bank"), facts.bank),
            (text("report.cover.branch_type"), text(f"branch_type.{facts.branch.type}")),
            (text("report.cover.as_of"), text.date(facts.as_of)),
        ),
        text("report.cover.disclaimer"),
    )


def _standing(artifacts: Mapping[str, Artifact], findings: tuple[Finding, ...], text: Text) -> Slide:
    """Where the branch stands: the headline figures against the peers', and what was found, in one line each."""
    troubles, strengths = troubles_among(findings), strengths_among(findings)
    parts: list[SlidePart] = list(_headline(artifacts[f"{DIAGNOSIS}.scorecard.headline"], text))
    if troubles:
        titles = tuple(finding_title(finding, text) for finding in troubles[:_STEPS])
        parts.append(BulletList("summary.findings", titles, numbered=True))
    if strengths:
        kept = Names(tuple(finding_title(finding, text) for finding in strengths[:3]))
        parts.append(Paragraph("summary.strengths", text("report.summary.strengths", titles=kept)))
    parts += _bullets(artifacts[f"{DIAGNOSIS}.scorecard.reading"], text)
    parts += _figures(artifacts.get(f"{DIAGNOSIS}.scorecard.perspectives"), text)
    seen = findings or isinstance(artifacts[f"{DIAGNOSIS}.scorecard.headline"].value, TableData)
    return Slide(
        "slide.standing",
        _headed(overall(artifacts, findings, text)) if seen else text("deck.branch.unseen"),
        tuple(parts),
        topic=text("deck.branch.standing"),
    )


def _headline(headline: Artifact, text: Text) -> Iterator[SlidePart]:
    """The headline figures as big numbers; the sentence that says so where they are missing."""
    if not isinstance(headline.value, TableData):
        for block in blocks_of(headline, text):
            if isinstance(block, Paragraph):
                yield block
        return
    items = tuple(_big_numbers(headline.value, text))[:_HEADLINES]
    if items:
        yield BigNumbers(headline.key, items)


def _big_numbers(table: TableData, text: Text) -> Iterator[BigNumber]:
    names = [column.name for column in table.columns]
    marks = dict(table.marks)
    for place, row in enumerate(table.rows):
        cells: Mapping[str, Cell] = dict(zip(names, row, strict=True))
        if cells["value"] is None:
            continue
        peers = cells.get("median")
        known = peers is not None and not (isinstance(peers, Quantity) and peers.value is None)
        note = text("deck.branch.peers", peers=text.cell(peers, None)) if known else ""
        mood = Mood(marks[place]) if marks.get(place) in {mood.value for mood in Mood} else Mood.PLAIN
        yield BigNumber(text.cell(cells["value"], None), text.cell(row[0], None), note, mood)


def _finding(finding: Finding, artifacts: Mapping[str, Artifact], shown: set[str], text: Text) -> Slide:
    """One trouble: what shows it, why it may be so, what to do and what that would bring;
    its figure joins the shown."""
    key = f"finding.{finding.code}"
    cause = Term(f"cause.{finding.cause}") if finding.cause else Term("report.findings.cause_open")
    said = (
        text("report.findings.cause", cause=cause),
        text("report.findings.advice", advice=text(f"{key}.advice", **finding.evidence)),
        text("report.findings.effect", effect=text(f"{key}.effect", **finding.evidence)),
    )
    return Slide(
        f"slide.{key}",
        finding_title(finding, text),
        (
            Paragraph(f"{key}.evidence", finding_evidence(finding, text), ParagraphStyle.LEAD),
            BulletList(f"{key}.advice", said),
            *_evidence(finding, artifacts, shown, text),
        ),
        topic=text("deck.branch.finding", severity=Term(f"severity.{finding.severity}")),
    )


def _evidence(
    finding: Finding, artifacts: Mapping[str, Artifact], shown: set[str], text: Text
) -> Iterator[Figure | EcosystemMap | Table]:
    for name, codes in EVIDENCE.items():
        key = f"{DIAGNOSIS}.{name}"
        if finding.code in codes and key not in shown:
            shown.add(key)
            yield from _figures(artifacts.get(key), text)


def _picture(picture: Picture, artifacts: Mapping[str, Artifact], before: set[str], text: Text) -> Iterator[AnySlide]:
    shown = next((block for block in _shown(picture, artifacts, text) if block.key not in before), None)
    reading = artifacts.get(f"{picture.notebook}.{picture.reading}")
    if shown is None or reading is None:
        return
    said = _sentences(reading, text)
    title, *rest = said or (text(f"report.chapter.{picture.chapter}.title"),)
    parts: tuple[SlidePart, ...] = (shown,)
    if rest:
        parts = (BulletList(reading.key, tuple(rest[:_BULLETS])), shown)
    yield Slide(
        f"slide.{picture.name}",
        _headed(title),
        parts,
        topic=text(f"report.chapter.{picture.chapter}.title"),
        speaker=tuple(said),
    )


def _shown(picture: Picture, artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Figure | EcosystemMap | Table]:
    for name in picture.figures:
        yield from _figures(artifacts.get(f"{picture.notebook}.{name}"), text)


def _figures(artifact: Artifact | None, text: Text) -> Iterator[Figure | EcosystemMap | Table]:
    """What of an artifact is drawn or a table; nothing where its data are missing."""
    if artifact is not None:
        yield from (block for block in blocks_of(artifact, text) if isinstance(block, Figure | EcosystemMap | Table))


def _bullets(reading: Artifact, text: Text) -> Iterator[BulletList]:
    said = _sentences(reading, text)
    if said:
        yield BulletList(reading.key, tuple(said[:_BULLETS]))


def _headed(sentence: str) -> str:
    """A sentence as a slide's title, without its full stop."""
    return sentence.rstrip("。.")


def _sentences(reading: Artifact, text: Text) -> list[str]:
    if not isinstance(reading.value, tuple):
        return []
    return [text.sentence(sentence) for sentence in reading.value if isinstance(sentence, Sentence)]


def _next_steps(troubles: tuple[Finding, ...], text: Text) -> Iterator[Slide]:
    """What is to be done about each trouble, and what it would bring."""
    if not troubles:
        return
    headings = ("what", "action", "effect")
    rows = tuple(
        (
            finding_title(finding, text),
            text(f"finding.{finding.code}.advice", **finding.evidence),
            text(f"finding.{finding.code}.effect", **finding.evidence),
        )
        for finding in troubles[:_STEPS]
    )
    caption = text("deck.branch.steps.caption")
    titles = [text(f"deck.branch.steps.{name}") for name in headings]
    table = Table(
        "deck.steps",
        caption,
        tuple(TableColumn(title, Align.LEFT, weight) for title, weight in zip(titles, (1.1, 1.7, 1.2), strict=True)),
        rows,
        alt=text("alt.table", caption=caption, columns=text.listed(titles)),
    )
    yield Slide(
        "slide.steps",
        text("deck.branch.steps.title", count=len(rows)),
        (table,),
        topic=text("deck.branch.steps.topic"),
    )


def _closing(facts: ReportFacts, text: Text) -> Closing:
    return Closing(
        "closing",
        text("deck.branch.closing"),
        (facts.bank, facts.branch.named(text.language), text.date(facts.as_of)),
    )
