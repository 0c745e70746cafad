"""The file's properties: who, what and when."""

from __future__ import annotations

from datetime import datetime

from branchbook.render.plaintext import one_line
from branchbook.render.word.template import Template
from branchbook.report.blocks import Document

_LONGEST = 255


def state_properties(template: Template, document: Document, issued: datetime) -> None:
    """Write title, author and times into the file's properties."""
    core = template.word.core_properties
    core.title = one_line(f"{document.cover.title} {document.cover.subtitle}".strip())[:_LONGEST]
    core.author = core.last_modified_by = one_line(document.author)[:_LONGEST]
    core.language = document.language
    core.created = core.modified = issued.replace(tzinfo=None)
    core.revision = 1
