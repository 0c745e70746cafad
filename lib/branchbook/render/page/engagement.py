"""Writing the project lead's page over all branches of an engagement."""

from __future__ import annotations

from typing import Any

from branchbook.render.page.shell import page_around
from branchbook.render.plaintext import one_line
from branchbook.report.engagement_page import BranchLine, EngagementPage, Standing
from branchbook.values.artifact import Severity

_DIGITS = 12  # of a number that is only sorted by


def engagement_html(page: EngagementPage, assets: str) -> str:
    """The page as HTML; ``assets`` is the way from it to the folder of script and style sheet."""
    return page_around(_data(page), "index", assets, language=page.language, title=page.title, noscript=page.noscript)


def _data(page: EngagementPage) -> dict[str, Any]:
    types = list(dict.fromkeys(page.types))
    return {
        "language": page.language,
        "title": one_line(page.title),
        "subtitle": one_line(page.subtitle),
        "tiles": page.tiles,
        "standings": list(page.standings.values()),
        "standing_names": list(page.standings),
        "types": types,
        "figures": [[figure.name, figure.title] for figure in page.figures],
        "files": list(page.files.items()),
        "rows": [_row(page, place, types) for place in range(len(page.lines))],
        "meeting": {
            "files": page.meeting.files,
            "why": one_line(page.meeting.why),
            "evidence": page.meeting.evidence,
        },
        "go_on": page.go_on,
        "under_way": page.under_way,
        "words": dict(page.words),
    }


def _row(page: EngagementPage, place: int, types: list[str]) -> list[Any]:
    """Id, name, type, standing, findings, figures, folder, files, why, evidence;
    what is chosen from is told by place."""
    line: BranchLine = page.lines[place]
    names, standings = list(page.files), list(Standing)
    findings = [line.headline.findings.get(one, 0) for one in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)]
    return [
        one_line(line.branch.id),
        one_line(line.branch.named(page.language)),
        types.index(page.types[place]),
        standings.index(line.standing),
        findings if line.headline.findings else None,
        [_cell(*figure.cells[place]) for figure in page.figures],
        line.folder,
        [names.index(name) for name in line.files],
        one_line(line.why),
        line.evidence,
    ]


def _cell(value: float | None, words: str) -> list[Any] | None:
    return None if value is None else [float(f"{value:.{_DIGITS}g}"), words]
