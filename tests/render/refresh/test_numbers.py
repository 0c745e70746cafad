"""Numbers within lines: fresh wherever they were placed, a person's own where they were changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from lxml import etree
from tests.render import samples
from tests.render.ooxml_checks import W, parts, root
from tests.render.refresh.desk import NEW_WAIT, OLD_WAIT, Desk, control, copy_of, newer, sample, tag_of, text_of, typed

from branchbook.render.word.refresh import Supply

LEAD, WAIT = "90_report.summary.lead", samples.WAIT


def numbers(desk: Desk) -> list[str]:
    return [text_of(c) for c in root(desk.path).iter(f"{W}sdt") if tag_of(c) == WAIT]


def copy_number(tree: Any) -> None:
    """Type a sentence after the lead and paste the number of the lead into it."""
    own = typed("我们看到的等候：")
    number = copy_of(control(tree, WAIT))
    number.find(f"{W}sdtPr/{W}id").set(f"{W}val", "91")
    own.append(number)
    own.append(typed("，应先解决。")[0])
    control(tree, LEAD).addnext(own)


def strip(number: Any) -> None:
    """Take a number out of its control, as LibreOffice does."""
    for child in list(number.find(f"{W}sdtContent")):
        number.addprevious(child)
    number.getparent().remove(number)


def test_a_number_copied_into_a_persons_sentence_is_refreshed_there(desk: Desk) -> None:
    desk.edit(copy_number)
    desk.refresh(newer(sample()))
    assert f"我们看到的等候：{NEW_WAIT}，应先解决。" in desk.words
    assert numbers(desk) == [NEW_WAIT] * 2
    assert desk.told.kept == desk.told.unknown == ()
    assert desk.is_sound()


def test_a_number_that_goes_with_its_sentence_is_not_told_as_a_control_of_a_persons_own(desk: Desk) -> None:
    without = tuple(block for block in sample().blocks if getattr(block, "key", "") != LEAD)
    desk.refresh(replace(sample(), blocks=without))
    assert numbers(desk) == []
    assert (desk.told.removed, desk.told.unknown) == ((LEAD,), ())


def test_a_number_that_a_person_changed_stays_as_it_is(desk: Desk) -> None:
    desk.edit(copy_number)

    def change(tree: Any) -> None:
        own = [c for c in tree.iter(f"{W}sdt") if tag_of(c) == WAIT][1]
        next(own.iter(f"{W}t")).text = "约二十"

    desk.edit(change)
    for document in (newer(sample()), sample(), newer(sample())):
        desk.refresh(document)
        assert "我们看到的等候：约二十，应先解决。" in desk.words
        assert desk.told.kept == (WAIT,)
    assert numbers(desk) == [NEW_WAIT, "约二十"]


def test_a_number_changed_within_a_generated_sentence_keeps_the_sentence_and_offers_the_fresh_one(desk: Desk) -> None:
    def change(tree: Any) -> None:
        next(control(tree, WAIT).iter(f"{W}t")).text = "二十一"

    desk.edit(change)
    desk.refresh(newer(sample()))
    assert "平均等候 二十一 分钟" in text_of(control(root(desk.path), LEAD))
    (comment,) = desk.comments()
    assert NEW_WAIT in comment
    assert LEAD in desk.told.kept


def test_an_untouched_number_is_new_in_a_sentence_that_a_person_reworded(desk: Desk) -> None:
    def reword(tree: Any) -> None:
        first = next(control(tree, LEAD).iter(f"{W}t"))
        first.text = "顾问改写：" + first.text

    desk.edit(reword)
    desk.refresh(newer(sample()))
    said = text_of(control(root(desk.path), LEAD))
    assert said.startswith("顾问改写：")
    assert NEW_WAIT in said
    assert OLD_WAIT not in said
    assert len(desk.comments()) == 1


def test_an_untouched_number_in_a_reworded_sentence_is_new_though_the_editor_dropped_its_control(desk: Desk) -> None:
    def reword(tree: Any) -> None:
        next(control(tree, LEAD).iter(f"{W}t")).text = "顾问改写："
        strip(control(tree, WAIT))

    desk.edit(reword)
    desk.refresh(newer(sample()))
    assert f"顾问改写：{NEW_WAIT} 分钟" in desk.words
    assert numbers(desk) == [NEW_WAIT]
    assert desk.is_sound()


def test_a_paragraph_that_a_person_split_stays_split_and_holds_no_bookmark_across(desk: Desk) -> None:
    def split(tree: Any) -> None:
        paragraph = next(control(tree, LEAD).iter(f"{W}p"))
        second = etree.Element(f"{W}p")
        paragraph.addnext(second)
        second.extend(control(paragraph, WAIT).itersiblings())

    desk.edit(split)
    for document in (newer(sample()), sample(), newer(sample())):
        desk.refresh(document)
        assert [len(text_of(p)) > 10 for p in control(root(desk.path), LEAD).iter(f"{W}p")] == [True, True]
        assert len(numbers(desk)) == 1
        assert desk.is_sound()


def test_a_number_without_its_control_gets_it_again_in_a_generated_sentence(desk: Desk) -> None:
    before = control(root(desk.path), LEAD)
    desk.edit(lambda tree: strip(control(tree, WAIT)))
    desk.refresh(sample())
    assert etree.tostring(control(root(desk.path), LEAD), method="c14n") == etree.tostring(before, method="c14n")


def test_a_bold_number_stays_bold(desk: Desk) -> None:
    def embolden(tree: Any) -> None:
        run = next(control(tree, WAIT).iter(f"{W}r"))
        formats = etree.Element(f"{W}rPr")
        etree.SubElement(formats, f"{W}b")
        run.insert(0, formats)

    desk.edit(embolden)
    desk.refresh(newer(sample()))
    number = control(root(desk.path), WAIT)
    assert [text_of(run) for run in number.iter(f"{W}r") if run.find(f"{W}rPr/{W}b") is not None] == [NEW_WAIT]


def test_a_copied_number_is_known_by_its_bookmark_when_its_control_is_lost(desk: Desk) -> None:
    desk.edit(copy_number)
    desk.refresh(sample())

    desk.edit(lambda tree: strip([c for c in tree.iter(f"{W}sdt") if tag_of(c) == WAIT][1]))
    desk.refresh(newer(sample()))
    assert f"我们看到的等候：{NEW_WAIT}，应先解决。" in desk.words
    assert numbers(desk) == [NEW_WAIT] * 2
    assert desk.is_sound()


def test_a_number_whose_sentence_is_gone_is_named_with_the_nearest_key(desk: Desk) -> None:
    desk.edit(copy_number)
    without = [block for block in sample().blocks if block.key != LEAD]
    supply = Supply(inline={f"{WAIT}s": "25.9"})
    desk.refresh(samples.with_blocks(*without), supply)
    assert f"我们看到的等候：{OLD_WAIT}，应先解决。" in desk.words
    assert desk.told.unknown == ((WAIT, f"{WAIT}s"),)


def test_ten_rounds_with_numbers_in_many_places_let_nothing_grow(desk: Desk) -> None:
    desk.edit(copy_number)
    desk.refresh(newer(sample()))
    desk.refresh(sample())
    size = len(parts(desk.path)["word/document.xml"])
    for _ in range(5):
        desk.refresh(newer(sample()))
        assert numbers(desk) == [NEW_WAIT] * 2
        desk.refresh(sample())
        assert len(parts(desk.path)["word/document.xml"]) == size
    assert desk.is_sound()


def test_references_follow_captions_that_a_person_moved(desk: Desk) -> None:
    def add_a_table(tree: Any) -> None:
        first, last = (control(tree, key) for key in ("90_report.summary.body", "90_report.appendix.sources"))
        first.addprevious(last)

    desk.edit(add_a_table)
    desk.refresh(newer(sample()))
    assert "差距见表 2。" in desk.words
    listed = [text_of(p) for p in control(root(desk.path), "contents.tables").iter(f"{W}p")]
    assert listed == ["表目录", "表 1\u3000数据来源", "表 2\u3000网点记分卡：城东支行与同类网点"]
    assert desk.is_sound()


def test_a_reference_to_a_table_that_a_person_deleted_shows_no_number(desk: Desk) -> None:
    key = "10_diagnosis.scorecard.table"
    desk.edit(lambda tree: control(tree, key).getparent().remove(control(tree, key)))
    desk.refresh(newer(sample()))
    assert "差距见—。" in desk.words
    listed = [text_of(p) for p in control(root(desk.path), "contents.tables").iter(f"{W}p")]
    assert listed == ["表目录", "表 1\u3000数据来源"]
