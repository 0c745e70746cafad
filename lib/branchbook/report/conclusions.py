"""The conclusions of a branch's report: what was found, in a sentence and a list, before anything that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from branchbook.artifacts.diagnosis.scorecard import is_compared
from branchbook.report.blocks import Block, BulletList, Heading, PageBreak, Paragraph, ParagraphStyle
from branchbook.report.outline import CHAPTERS, DIAGNOSIS
from branchbook.report.placing import blocks_of, finding_evidence, finding_title
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Finding, Severity
from branchbook.values.wording import Names, Term


def conclusions(artifacts: Mapping[str, Artifact], findings: tuple[Finding, ...], text: Text) -> Iterator[Block]:
    """The one-page summary: conclusions first, then the figures they rest on, then what could not be seen."""
    key = "summary"
    troubles, strengths = troubles_among(findings), strengths_among(findings)
    yield PageBreak(f"{key}.break")
    yield Heading(f"{key}.heading", text("report.chapter.summary.title"))
    yield Paragraph(f"{key}.lead", overall(artifacts, findings, text), ParagraphStyle.LEAD)
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


def findings_of(artifacts: Mapping[str, Artifact]) -> tuple[Finding, ...]:
    """The findings of the diagnosis, the gravest first; none where it found nothing."""
    value = artifacts[f"{DIAGNOSIS}.findings"].value
    return tuple(finding for finding in value if isinstance(finding, Finding)) if isinstance(value, tuple) else ()


def overall(artifacts: Mapping[str, Artifact], findings: tuple[Finding, ...], text: Text) -> str:
    """The conclusion that opens the report, in one sentence."""
    troubles, strengths = troubles_among(findings), strengths_among(findings)
    if not findings:
        return text("report.summary.level" if is_compared(artifacts) else "report.summary.unseen")
    if not troubles:
        return text("report.summary.no_troubles", strengths=len(strengths))
    return text("report.summary.troubles", troubles=len(troubles), first=finding_title(troubles[0], text))


def troubles_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that call for action."""
    return tuple(finding for finding in findings if finding.severity is not Severity.STRENGTH)


def strengths_among(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """What the branch does better than its peers."""
    return tuple(finding for finding in findings if finding.severity is Severity.STRENGTH)


def _unseen(artifacts: Mapping[str, Artifact]) -> Iterator[Term]:
    """The chapters, or else their sections, in which everything is missing."""
    for chapter in CHAPTERS:
        seen = [part for part in chapter.parts if not part.is_missing(chapter.notebook, artifacts)]
        if not seen:
            yield Term(f"report.chapter.{chapter.name}.title")
        else:
            unseen = (part for part in chapter.parts if part not in seen)
            yield from (Term(f"report.chapter.{chapter.name}.{part.name}") for part in unseen)
