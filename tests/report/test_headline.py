"""The few figures of a branch for the page over all branches."""

from __future__ import annotations

from pathlib import Path

from branchbook.report.headline import Headline, headline_of
from branchbook.values.artifact import (
    Artifact,
    Column,
    FigureData,
    FigureKind,
    Finding,
    Missing,
    Series,
    Severity,
    TableData,
)
from branchbook.values.quantity import Quantity, Unit
from branchbook.values.wording import Sentence, Term


def artifacts(*pairs: tuple[str, object]) -> dict[str, Artifact]:
    return {f"10_diagnosis.{name}": Artifact(f"10_diagnosis.{name}", "", value) for name, value in pairs}  # type: ignore[arg-type]


def test_figures_are_those_that_the_report_says() -> None:
    said = Sentence(
        "diagnosis.customers.base",
        {"customers": Quantity(430, Unit.COUNT), "aum": Quantity(1.5e8, Unit.MONEY)},
    )
    row = (Term("indicator.median_wait_minutes"), Quantity(12.5, Unit.MINUTES))
    columns = (Column("indicator", ""), Column("value", ""))
    found = (
        Finding("low_nps", Severity.HIGH, {}),
        Finding("slow", Severity.LOW, {}),
        Finding("late", Severity.LOW, {}),
    )
    headline = headline_of(
        artifacts(
            ("customers.reading", (said,)), ("scorecard.operations", TableData(columns, (row,))), ("findings", found)
        )
    )  # fmt: skip
    assert headline.figures == {"customers": 430, "aum": 1.5e8, "median_wait": 12.5}
    assert headline.findings == {"high": 1, "medium": 0, "low": 2, "strength": 0}


def test_what_can_not_be_had_is_left_out_and_is_no_zero() -> None:
    lack = Missing(Sentence("diagnosis.lacks_tables", {}))
    assert headline_of(artifacts(("customers.reading", lack), ("findings", lack))) == Headline()
    assert headline_of({}) == Headline()
    assert headline_of(artifacts(("findings", ()))) == Headline()
    none_behind = FigureData(FigureKind.STACKED_BAR, ("财务",), (Series("相当", (3,)),), Unit.COUNT)
    level = headline_of(artifacts(("findings", ()), ("scorecard.perspectives", none_behind)))
    assert set(level.findings.values()) == {0}


def test_it_comes_back_from_its_file_and_a_broken_file_holds_nothing(tmp_path: Path) -> None:
    headline = Headline({"aum": 1.25}, {"high": 2})
    headline.write(tmp_path)
    assert Headline.read(tmp_path) == headline
    (tmp_path / "headline.json").write_text("{", encoding="utf-8")
    assert Headline.read(tmp_path) == Headline()
    assert Headline.read(tmp_path / "nowhere") == Headline()
