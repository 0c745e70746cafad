"""The inside of a line of text: words, numbers that stay alive in controls of their own, and references."""

from __future__ import annotations

from branchbook.render.word.controls import bookmarked, inline_control
from branchbook.render.word.fields import field
from branchbook.render.word.identity import Identities, line_bookmark_of, tag_of
from branchbook.render.word.manuscript import Manuscript
from branchbook.render.word.paragraphs import run
from branchbook.text.phrase import Meaning, Stretch, pieces_of


def line(manuscript: Manuscript, words: str) -> str:
    """The runs of a phrase: a number in a control with its key, a reference as a field that follows the caption."""
    return "".join(_piece(manuscript, piece, stretch, words) for piece, stretch in pieces_of(words))


def _piece(manuscript: Manuscript, piece: str, stretch: Stretch | None, beside: str) -> str:
    if stretch is None:
        return run(piece, beside=beside)
    if stretch.meaning is Meaning.REFERENCE:
        target = manuscript.references.get(stretch.key)
        return field(f"REF {target.number_mark} \\h", target.numbered) if target else run(piece, beside=beside)
    inside = run(piece, beside=beside)
    return _number(manuscript.identities, tag_of(stretch.key), inside) if inside else ""


def _number(identities: Identities, tag: str, inside: str) -> str:
    """A number in its control, with the bookmark that is its second anchor within."""
    mark = identities.bookmark_name(line_bookmark_of(tag))
    return inline_control(identities, tag, bookmarked(identities, mark, inside))
