"""How the command line speaks: the engagement's language, plain lines or JSON, or not at all."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import Any

from branchbook.batch.progress import Bar, JsonLines, Lines, Progress, Silent, say_json
from branchbook.book.locations import Locations
from branchbook.errors import InputFaults
from branchbook.inputs.engagement import read_engagement
from branchbook.text import LANGUAGES, Text
from branchbook.values.wording import SentenceValue


@dataclass(frozen=True)
class Voice:
    """``text`` is the language spoken; ``quiet`` leaves only what is wrong; ``json`` speaks to programs on stdout."""

    text: Text
    quiet: bool = False
    json: bool = False

    @classmethod
    def of(cls, asked: argparse.Namespace, locations: Locations) -> Voice:
        """The voice for a command: its ``--lang``, else its engagement's language, else the default."""
        language = asked.lang or _language_of(getattr(asked, "name", ""), locations)
        return cls(Text.of(language), asked.quiet, asked.json)

    def say(self, key: str, **values: SentenceValue) -> None:
        """A line for people, unless quiet or speaking JSON."""
        if not self.quiet and not self.json:
            sys.stdout.write(self.text(key, **values) + "\n")

    def line(self, words: str) -> None:
        """A line of words that are already in the language."""
        if not self.quiet and not self.json:
            sys.stdout.write(words + "\n")

    def warn(self, key: str, **values: SentenceValue) -> None:
        """A line that is told even when quiet."""
        if self.json:
            self.event("error", code=key, message=self.text(key, **values))
        else:
            sys.stderr.write(self.text(key, **values) + "\n")

    def event(self, event: str, **values: Any) -> None:
        """A line of JSON, when speaking JSON."""
        if self.json:
            say_json(sys.stdout, event, **values)

    def progress(self) -> Progress:
        """How a batch tells how far it is."""
        if self.json:
            return JsonLines(sys.stdout)
        if self.quiet:
            return Silent()
        return Bar(sys.stderr, self.text) if sys.stderr.isatty() else Lines(sys.stdout, self.text)


def _language_of(name: str, locations: Locations) -> str:
    if not name:
        return LANGUAGES[0]
    try:
        return read_engagement(locations.engagement(name)).language
    except (InputFaults, OSError):
        return LANGUAGES[0]
