"""What every page has around its own content: head, data, script.

A page is opened from a disk by double-click, so it must ask for nothing outside; a policy inside it forbids it to.
What branches and firms are called is data to the page and never markup: JSON cannot end the element that holds it, and
the scripts put words on the page as text alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from branchbook.render.plaintext import one_line

MANIFEST = "branchbook-manifest"
"""The name under which a page states the run that it came from."""

_POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'none'; connect-src 'none'; "
    "base-uri 'none'; form-action 'none'"
)
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def page_around(
    data: Mapping[str, Any],
    name: str,
    assets: str,
    *,
    language: str,
    title: str,
    noscript: str,
    manifest_id: str = "",
) -> str:
    """A page of HTML whose scripts page.js and ``name``.js show ``data``; ``assets`` is the way from it to the shared
    folder.

    ``manifest_id`` is the run that the page came from.
    """
    origin = [f'<meta name="{MANIFEST}" content="{escape(one_line(manifest_id))}">'] if manifest_id else []
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            *origin,
            f"<title>{escape(one_line(title))}</title>",
            f'<link rel="stylesheet" href="{escape(assets)}/{name}.css">',
            "</head>",
            "<body>",
            f"<noscript>{escape(noscript)}</noscript>",
            '<div id="app"></div>',
            f'<script type="application/json" id="data">{_json(data)}</script>',
            *(f'<script src="{escape(assets)}/{script}.js"></script>' for script in ("page", name)),
            "</body>",
            "</html>",
            "",
        )
    )


def _json(data: Mapping[str, Any]) -> str:
    """JSON that can stand inside a script element: no character in it can end the element or open a comment."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character, harmless in _UNSAFE.items():
        written = written.replace(character, harmless)
    return written
