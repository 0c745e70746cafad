"""Writing the page: data as JSON inside the page, the program in a file of its own beside it.

A page is opened from a disk by double-click, so it must ask for nothing outside; a policy inside it forbids it to.
What firms are called is data to the page and never markup: JSON cannot end the element that holds it, and the script
puts words on the page as text alone.
"""

from __future__ import annotations

import hashlib
import json
from html import escape
from pathlib import Path
from typing import Any

from branchbook.render.colours import HOUSE, Palette
from branchbook.render.map.picture import MAP_COLOURS
from branchbook.render.plaintext import one_line
from branchbook.report.ecosystem_page import EcosystemPage, PageRecord
from branchbook.values.places import templates_folder

ASSETS = ("ecosystem.js", "ecosystem.css")
_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'none'; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_html(page: EcosystemPage, assets: str, palette: Palette = HOUSE) -> str:
    """The page as HTML; ``assets`` is the way from it to the folder of script and style sheet."""
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(page.language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(one_line(page.title))}</title>",
            f'<link rel="stylesheet" href="{escape(assets)}/ecosystem.css">',
            "</head>",
            "<body>",
            f"<noscript>{escape(page.noscript)}</noscript>",
            '<div id="app"></div>',
            f'<script type="application/json" id="data">{_json(_data(page, palette))}</script>',
            f'<script src="{escape(assets)}/ecosystem.js"></script>',
            "</body>",
            "</html>",
            "",
        )
    )


def write_assets(folder: Path) -> None:
    """Put script and style sheet into a folder; a file that is right already stays untouched."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ASSETS:
        content, target = (templates_folder() / "page" / name).read_bytes(), folder / name
        if target.is_file() and target.read_bytes() == content:
            continue
        scratch = target.with_suffix(f"{target.suffix}.part")
        scratch.write_bytes(content)
        scratch.replace(target)


def assets_fingerprint() -> str:
    """A fingerprint of script and style sheet."""
    contents = b"\0".join((templates_folder() / "page" / name).read_bytes() for name in ASSETS)
    return hashlib.sha256(contents).hexdigest()


def _json(data: dict[str, Any]) -> str:
    """JSON that can stand inside a script element: no character in it can end the element or open a comment."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return "".join(_UNSAFE.get(character, character) for character in written)


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
