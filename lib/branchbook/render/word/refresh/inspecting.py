"""What stands in a report that people have worked on, part by part, against what was last written;
nothing is changed."""

from __future__ import annotations

import re

from branchbook.render.living.inspected import PartState, StandingPart
from branchbook.render.living.package import Package
from branchbook.render.living.prints import words_print
from branchbook.render.oxml import Element
from branchbook.render.word.refresh.desk import Side
from branchbook.render.word.refresh.libreoffice import put_right, saved_by_libreoffice, take_off
from branchbook.render.word.refresh.parts import Found, Search, stories
from branchbook.render.word.refresh.record import Record, recorded
from branchbook.render.word.refresh.shape import TBL, paragraph_words, table_words

_SEPARATORS = re.compile("[\x1d-\x1f\n\t\ue000\ue001 ]+")


def standing_parts(package: Package) -> tuple[StandingPart, ...]:
    """The parts of a report in its order, those that are gone last; none where the file carries no record of them."""
    record = recorded(package, None)
    if record is None:
        return ()
    side = Side(package)
    texts = stories(side)
    for story in texts:
        take_off(story.root, {part.title for part in record.parts.values()} - {""})
    if saved_by_libreoffice(package):
        put_right(package, side.document, texts[0].root)
    search = Search(side, record, {}, set(record.inline))
    search.run()
    found = {one.name: one for one in reversed(search.found)}
    standing = [_standing(found[name], record) for name in dict.fromkeys(one.name for one in search.found)]
    gone = [
        StandingPart(name, part.title, "", PartState.DELETED)
        for name, part in record.parts.items()
        if name not in found
    ]
    return (*standing, *gone)


def _standing(found: Found, record: Record) -> StandingPart:
    words = _SEPARATORS.sub(" ", " ".join(map(_words, found.blocks))).strip()
    written = record.parts.get(found.name)
    if found.inline:
        same = words_print(words) == record.inline.get(found.name, "")
    else:
        same = written is not None and found.print == written.print
    return StandingPart(
        found.name, written.title if written else "", words, PartState.AS_WRITTEN if same else PartState.EDITED
    )


def _words(block: Element) -> str:
    return table_words(block) if block.tag == TBL else paragraph_words(block)
