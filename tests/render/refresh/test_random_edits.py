"""Whatever a person does to a report, nothing of it is lost and nothing is written twice."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.render import samples
from tests.render.ooxml_checks import W, faults, root
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, Desk, newer, sample, tag_of, tags, text_of
from tests.render.refresh.person import KINDS, Person, make_room_for_comments, remarks_in

_COUNTED = re.compile(r"(图|表) \d+|—")
KEYS = [block.key for block in sample().blocks if block.key != "10_diagnosis.break"]
EDITS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=8)


def own_numbers(desk: Desk) -> list[str]:
    """What the numbers say that a person has placed in sentences of their own."""
    paragraphs = (p for p in root(desk.path).iter(f"{W}p") if text_of(p).startswith("手写等候第"))
    return [text_of(c) for p in paragraphs for c in p.iter(f"{W}sdt") if tag_of(c) == samples.WAIT]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_a_persons_work_stays_and_parts_are_there_once(edits: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.write(sample())
        people: list[Person] = []
        desk.edit(lambda tree: people.append(worked(tree, edits)))
        (person,) = people
        if person.remarks:
            make_room_for_comments(desk, person.remarks)
        for document in (newer(sample()), sample(), newer(sample())):
            desk.refresh(document)
            assert [outside_contents(desk).count(mine) for mine in person.words] == [1] * len(person.words)
            assert remarks_in(desk) == sorted(person.remarks)
            there = Counter(tag for tag in tags(desk.path) if tag != samples.WAIT)
            assert {tag for tag, count in there.items() if count != 1 + person.copied[tag]} == set()
            assert person.deleted.isdisjoint(there)
            assert set(desk.told.kept) <= person.reworded
            assert set(own_numbers(desk)) <= {NEW_WAIT if document == newer(sample()) else OLD_WAIT}
            assert faults(desk.path) == []
        fresh = Desk(Path(folder) / "fresh")
        fresh.folder.mkdir()
        fresh.write(newer(sample()))
        for key in set(KEYS) - person.reworded - person.deleted:
            (wanted,) = said_in(fresh, key)
            assert said_in(desk, key) == [wanted] * (1 + person.copied[key])
        before = desk.path.read_bytes()
        assert desk.refresh(newer(sample())) == before


def worked(tree: object, edits: list[tuple[str, str, str]]) -> Person:
    """Somebody who has done these edits."""
    person = Person(tree)
    for kind, key, other in edits:
        person.do(kind, key, other)
    return person


def said_in(desk: Desk, key: str) -> list[str]:
    return [without_numbers(text_of(c)) for c in root(desk.path).iter(f"{W}sdt") if tag_of(c) == key]


def outside_contents(desk: Desk) -> str:
    """All words but the entries of the contents, which repeat headings."""
    paragraphs = root(desk.path).iter(f"{W}p")
    return "".join(text_of(paragraph) for paragraph in paragraphs if paragraph.find(f"{W}hyperlink") is None)


def without_numbers(words: str) -> str:
    """A part's words without numbers of captions, which follow their places, in captions and in references to them; a
    reference to a part that was deleted shows a dash."""
    return _COUNTED.sub("", words)
