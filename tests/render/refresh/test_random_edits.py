"""Whatever a person does to a report, nothing of it is lost and nothing is written twice."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import W, faults, root
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, Desk, control, newer, sample, tag_of, tags, text_of, typed

_COUNTED = re.compile(r"(图|表) \d+|—")
KEYS = [block.key for block in sample().blocks if block.key != "10_diagnosis.break"]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["type", "reword", "delete", "move", "strip", "number"]),
        st.sampled_from(KEYS),
        st.sampled_from(KEYS),
    ),
    max_size=8,
)


def changed(tree: Any, edits: list[tuple[str, str, str]]) -> tuple[list[str], set[str], set[str]]:
    """Do these edits; answers the words typed, the keys reworded and the keys deleted."""
    words: list[str] = []
    reworded: set[str] = set()
    deleted: set[str] = set()
    for number, (kind, key, other) in enumerate(edits):
        if key in deleted or other in deleted or {key, other} & {"stripped"}:
            continue
        part = next((c for c in tree.iter(f"{W}sdt") if tag_of(c) == key), None)
        place = next((c for c in tree.iter(f"{W}sdt") if tag_of(c) == other), None)
        if part is None or place is None:
            continue
        if kind == "type":
            words.append(f"手写第{number}段")
            part.addnext(typed(words[-1]))
        elif kind == "number":
            words.append(f"手写第{number}段，等候")
            part.addnext(with_number(typed(words[-1]), str(500 + number)))
        elif kind == "reword":
            text = next(t for t in part.iter(f"{W}t") if (t.text or "").strip())
            words.append(f"改写第{number}处")
            text.text = (text.text or "") + words[-1]
            reworded.add(key)
        elif kind == "delete":
            if key not in reworded:
                part.getparent().remove(part)
                deleted.add(key)
        elif kind == "move" and part is not place:
            place.addnext(part)
        elif kind == "strip" and key not in reworded:
            for child in list(part.find(f"{W}sdtContent")):
                part.addprevious(child)
            part.getparent().remove(part)
    return words, reworded, deleted


def with_number(paragraph: Any, identity: str) -> Any:
    """A person's paragraph with the number of the first sentence pasted at its end."""
    xml = (
        f'<w:sdt xmlns:w="{W[1:-1]}"><w:sdtPr><w:tag w:val="{samples.WAIT}"/><w:id w:val="{identity}"/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{OLD_WAIT}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    paragraph.append(etree.fromstring(xml))
    return paragraph


def own_numbers(desk: Desk) -> list[str]:
    """What the numbers say that a person has placed."""
    return [
        text_of(c)
        for c in root(desk.path).iter(f"{W}sdt")
        if tag_of(c) == samples.WAIT and int(c.find(f"{W}sdtPr/{W}id").get(f"{W}val")) < 2000
    ]


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_a_persons_words_stay_and_parts_are_there_once(edits: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        desk.write(sample())
        told: list[Any] = []
        desk.edit(lambda tree: told.append(changed(tree, edits)))
        words, reworded, deleted = told[0]
        for document in (newer(sample()), sample(), newer(sample())):
            desk.refresh(document)
            assert [outside_contents(desk).count(mine) for mine in words] == [1] * len(words)
            assert max(Counter(tag for tag in tags(desk.path) if tag != samples.WAIT).values()) == 1
            assert deleted.isdisjoint(tags(desk.path))
            assert set(desk.told.kept) <= reworded
            assert set(own_numbers(desk)) <= {NEW_WAIT if document == newer(sample()) else OLD_WAIT}
            assert faults(desk.path) == []
        fresh = Desk(Path(folder) / "fresh")
        fresh.folder.mkdir()
        fresh.write(newer(sample()))
        for key in set(KEYS) - reworded - deleted:
            said, wanted = (text_of(control(root(one.path), key)) for one in (desk, fresh))
            assert without_numbers(said) == without_numbers(wanted)
        before = desk.path.read_bytes()
        assert desk.refresh(newer(sample())) == before


def outside_contents(desk: Desk) -> str:
    """All words but the entries of the contents, which repeat headings."""
    paragraphs = root(desk.path).iter(f"{W}p")
    return "".join(text_of(paragraph) for paragraph in paragraphs if paragraph.find(f"{W}hyperlink") is None)


def without_numbers(words: str) -> str:
    """A part's words without numbers of captions, which follow their places, in captions and in references to them; a
    reference to a part that was deleted shows a dash."""
    return _COUNTED.sub("", words)
