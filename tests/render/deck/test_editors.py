"""A deck on which a person works in LibreOffice Impress, round after round, while the data change."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from tests.render.deck import samples
from tests.render.deck.test_refresh import TEMPLATE, names, shape
from tests.render.libreoffice import knows_uno, libreoffice
from tests.render.ooxml_checks import audited, parts

from branchbook.render.deck import render_deck
from branchbook.report.living import Notes

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(not knows_uno(), reason="LibreOffice's Python bridge (python3-uno) is not installed"),
]
EDITING = Path(__file__).with_name("uno_editing.py")
ROUNDS = 5


def test_rounds_of_work_in_impress_each_with_new_data_lose_and_double_nothing(tmp_path: Path) -> None:
    path = render_deck(samples.deck(), TEMPLATE, tmp_path / "deck.pptx")
    before, counted = names(path), []
    with libreoffice(tmp_path, EDITING) as office:
        for done in range(ROUNDS):
            office.work_on(path, str(done))
            rows, scale = 4 + done % 3, 1.5 + done
            render_deck(samples.deck(rows=rows, scale=scale, lead=f"第{done}版。"), TEMPLATE, path)
            deck = Presentation(str(path))
            check_what_a_person_did(deck, path, done)
            table = shape(deck, samples.LIST).table
            assert len(table.rows) == rows + 1
            assert next(iter(shape(deck, samples.WAITS).chart.plots[0].series[0].values)) == 12.0 * scale
            gone = {samples.STEPS: 1} if done >= 2 else {}
            assert before - names(path) == Counter(gone)
            assert {name for name in names(path) if name} - {*before} == {f"offer:{samples.LEAD}"}
            assert audited(path) == []
            counted.append(Counter(name.rpartition("/")[0] for name in parts(path)))
    assert counted[-1] == counted[-2] == counted[2]


def check_what_a_person_did(deck: Any, path: Path, done: int) -> None:
    """Everything that was done in the rounds up to this one is there, once."""
    texts = [one.text_frame.text for slide in deck.slides for one in slide.shapes if one.has_text_frame]
    assert [texts.count(f"第{number}轮手写。") for number in range(1, done + 2)] == [1] * (done + 1)
    assert shape(deck, samples.LEAD).text_frame.text == "我们的说法。"
    assert f"第{done}版。" in shape(deck, f"offer:{samples.LEAD}").text_frame.text
    told = Notes.read(path)
    assert (told.kept, told.unplaced) == ((samples.LEAD,), ())
    assert told.deleted == ((samples.STEPS,) if done >= 2 else ())
    assert "ff00aa" in shape(deck, samples.WAITS).chart._chartSpace.xml.lower()
    if done >= 1:
        assert texts.count("顾问自制的一页") == 1
        waits = shape(deck, samples.WAITS)
        assert (waits.left, waits.top) == (pytest.approx(720_000, abs=2_000), pytest.approx(1_800_000, abs=2_000))
        bold = [cell for row in shape(deck, samples.LIST).table.rows for cell in row.cells if is_bold(cell)]
        assert [cell.text for cell in bold if cell.text.isdigit()] == ["101"]


def is_bold(cell: Any) -> bool:
    return any(run.font.bold for paragraph in cell.text_frame.paragraphs for run in paragraph.runs)
