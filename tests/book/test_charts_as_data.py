"""In a batch a chart is kept as data; in a person's session it is drawn."""

from __future__ import annotations

import pytest
from IPython.core.formatters import DisplayFormatter
from tests.render import samples

from branchbook.book.charts import VARIABLE, Charts
from branchbook.book.showing import Shown
from branchbook.render.vega import MIME_TYPE, vega_lite
from branchbook.values.artifact import FigureKind

FIGURE = samples.figure(FigureKind.COLUMN)


def mime_types(shown: Shown) -> set[str]:
    """What a notebook keeps of the value of a cell."""
    kept, _ = DisplayFormatter().format(shown)
    return set(kept)


def test_a_batch_keeps_the_data_of_a_chart_and_its_description(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, Charts.DATA)
    kept, _ = DisplayFormatter().format(Shown((FIGURE,)))
    assert kept == {"text/plain": f"[{FIGURE.alt}]", MIME_TYPE: vega_lite(FIGURE, 16.2)}


def test_a_batch_may_ask_for_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, Charts.PICTURE)
    assert mime_types(Shown((FIGURE,))) == {"text/plain", "image/png"}


def test_a_person_sees_pictures_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert mime_types(Shown((FIGURE,))) == {"text/plain", "image/png"}


def test_tables_and_words_are_shown_alike_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, Charts.DATA)
    assert mime_types(Shown((samples.table(),))) == {"text/plain", "text/html"}
