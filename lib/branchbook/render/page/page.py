"""The page of the ecosystem map, and the scripts and style sheets that all pages of an engagement share."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from branchbook.render.archive import write_whole
from branchbook.render.colours import HOUSE, Palette
from branchbook.render.map_tones import MAP_COLOURS
from branchbook.render.page.shell import page_around
from branchbook.render.plaintext import one_line
from branchbook.report.ecosystem_page import EcosystemPage, PageRecord
from branchbook.values.places import templates_folder

_OF_BRANCHES = ("page.js", "ecosystem.js", "ecosystem.css")
ASSETS = (*_OF_BRANCHES, "index.js", "index.css")


def page_html(page: EcosystemPage, assets: str, manifest_id: str = "", palette: Palette = HOUSE) -> str:
    """The page as HTML; ``assets`` is the way from it to the folder of script and style sheet."""
    return page_around(
        _data(page, palette),
        "ecosystem",
        assets,
        language=page.language,
        title=page.title,
        noscript=page.noscript,
        manifest_id=manifest_id,
    )


def write_assets(folder: Path) -> None:
    """Put scripts and style sheets into a folder; a file that is right already stays untouched."""
    for name in ASSETS:
        content, target = (templates_folder() / "page" / name).read_bytes(), folder / name
        if not target.is_file() or target.read_bytes() != content:
            write_whole(target, content)


def assets_fingerprint() -> str:
    """A fingerprint of what the pages of single branches are shown with."""
    contents = b"\0".join((templates_folder() / "page" / name).read_bytes() for name in _OF_BRANCHES)
    return hashlib.sha256(contents).hexdigest()


def _data(page: EcosystemPage, palette: Palette) -> dict[str, Any]:
    return {
        "title": one_line(page.title),
        "subtitle": one_line(page.subtitle),
        "centre": one_line(page.centre),
        "sectors": page.sectors,
        "bands": page.bands,
        "owners": page.owners,
        "columns": page.columns,
        "filters": dict(page.filters),
        "records": [_record(record) for record in page.records],
        "words": dict(page.words),
        "colours": {name: [palette.css(tone) for tone in tones] for name, tones in MAP_COLOURS.items()},
    }


def _record(record: PageRecord) -> list[Any]:
    return [[one_line(cell) for cell in record.cells], one_line(record.label), record.place]
