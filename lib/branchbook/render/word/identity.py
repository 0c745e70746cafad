"""The names and numbers by which Word knows parts again; none is ever used twice in a document.

They come from the block's key and not from its place, so that a part keeps its names however the report around it
changes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from branchbook.render.plaintext import one_line

_LONGEST_TAG = 64  # Word's limit for a control's tag and title
_LONGEST_BOOKMARK = 40  # Word's limit for a bookmark's name
_UNNAMEABLE = re.compile(r"[^A-Za-z0-9]+")
_LARGEST_ID = 2**31 - 1
LINE_MARK = "bn_"
"""How the names of bookmarks around numbers within lines begin."""
BOOKMARKS = ("bb_", LINE_MARK, "_Toc", "_Ref")
"""How the names of all bookmarks begin that the program writes."""


def tag_of(key: str) -> str:
    """The tag of the control that holds the block of this key; a key too long for Word ends in its fingerprint."""
    return _shortened(one_line(key), _LONGEST_TAG, f"~{_fingerprint(key)}")


def title_of(text: str) -> str:
    """The title that a control shows to a person."""
    return _shortened(one_line(text), _LONGEST_TAG, "…")


def bookmark_of(key: str) -> str:
    """The name of the bookmark that is a part's second anchor: a letter first, then letters, digits and underscores."""
    fingerprint = _fingerprint(key)
    room = _LONGEST_BOOKMARK - len(fingerprint) - len("bb__")
    return f"bb_{_UNNAMEABLE.sub('_', key)[:room]}_{fingerprint}"


def line_bookmark_of(tag: str) -> str:
    """The name of the bookmark that is the second anchor of a number within a line; further places add a count."""
    return f"{LINE_MARK}{bookmark_of(tag)[3 : _LONGEST_BOOKMARK - 15]}_{_fingerprint(tag)}"


def contents_bookmark_of(key: str) -> str:
    """The name of the bookmark to which the contents lead; Word's own begin in the same way and stay hidden."""
    return f"_Toc{_number(key) % 10**9:09d}"


def reference_bookmark_of(key: str) -> str:
    """The name of the bookmark around a caption's label and number, which references show."""
    return f"_Ref{_number(key) % 10**9:09d}"


def _shortened(text: str, longest: int, ending: str) -> str:
    return text if len(text) <= longest else text[: longest - len(ending)] + ending


def _fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _number(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()[:4], "big")


@dataclass
class Identities:
    """What is already taken in one document, and what comes next.

    ``drawings`` and ``bookmarks`` are the greatest numbers that the template uses itself.
    """

    controls: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    bookmarks: int = 0
    drawings: int = 0

    def control(self, key: str) -> int:
        """A control's number, from its key; the next free one where it is taken."""
        number = _number(key) % _LARGEST_ID or 1
        while number in self.controls:
            number = number % _LARGEST_ID + 1
        self.controls.add(number)
        return number

    def bookmark_name(self, name: str) -> str:
        """``name``, or for a part that is placed more than once the name with a count."""
        unique, count = name, 1
        while unique in self.names:
            count += 1
            ending = f"_{count}"
            unique = name[: _LONGEST_BOOKMARK - len(ending)] + ending
        self.names.add(unique)
        return unique

    def bookmark(self) -> int:
        """A number for a bookmark."""
        self.bookmarks += 1
        return self.bookmarks

    def drawing(self) -> int:
        """A number for a chart or picture."""
        self.drawings += 1
        return self.drawings
