"""The chapter of a branch's report that says what is missing: what it is, why, and what will stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from branchbook.report.blocks import Block, Heading, Paragraph, Table, TableColumn
from branchbook.report.outline import Chapter, outline
from branchbook.text import Text
from branchbook.values.artifact import Artifact, Missing
from branchbook.values.wording import Names, Sentence, Wording


def missing_chapter(artifacts: Mapping[str, Artifact], text: Text) -> Iterator[Block]:
    """The chapters and sections of which everything is missing: why, and what each will show with its data."""
    rows = tuple(row for chapter in outline(artifacts) for row in _missing_of(chapter, artifacts, text))
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
    for part in chapter.to_come(artifacts):
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
