"""The real Berka bank from the command line: 77 reports, and figures in them equal to the raw files' own."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
from tests.render.ooxml_checks import words

from branchbook.cli import main

REAL = Path(__file__).resolve().parent
RAW = REAL.parents[2] / "shared" / "data"

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.real,
    pytest.mark.skipif(not (RAW / "berka").is_dir(), reason="the real data are not beside the repository"),
]


@pytest.fixture(scope="module")
def berka(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of one batch over the whole bank."""
    outputs = tmp_path_factory.mktemp("outputs")
    assert main(["batch", "berka", "--inputs", str(REAL), "--outputs", str(outputs), "--quiet"]) == 0
    return outputs / "berka"


def raw(name: str, **options: str) -> pd.DataFrame:
    with gzip.open(RAW / name, "rt", encoding="utf-8") as file:
        return pd.read_csv(file, sep=";", dtype="str", **options)  # type: ignore[call-overload, no-any-return]


def accounts_by_district() -> pd.Series:
    accounts = raw("berka/account.csv.gz")
    return accounts[accounts["date"] <= "940331"].groupby("district_id").size()


def deposits_by_district() -> pd.Series:
    """All credits less all debits of each district's accounts: the balance, since every account began with zero."""
    booked = raw("berka/trans_19930101_19940331.csv.gz")
    booked = booked[booked["date"] <= "940331"].merge(raw("berka/account.csv.gz"), on="account_id")
    amounts = booked["amount"].astype(float)
    signed = amounts.where(booked["type"] == "PRIJEM", -amounts)
    return signed.groupby(booked["district_id"]).sum()


def test_all_seventy_seven_districts_have_a_report(berka: Path) -> None:
    manifest = json.loads((berka / "manifest.json").read_text(encoding="utf-8"))
    states = {entry["state"] for entry in manifest["branches"].values()}
    reports = list((berka / "branches").glob("*/report.docx"))
    assert (len(reports), states) == (77, {"done"})


def test_customers_and_deposits_in_every_report_equal_the_raw_files(berka: Path) -> None:
    accounts, deposits = accounts_by_district(), deposits_by_district()
    for district in accounts.index:
        said = words(berka / "branches" / district / "report.docx")
        assert f"网点共有客户{accounts[district]:,}户，AUM合计{deposits[district] / 1e4:,.1f}万捷克克朗" in said, (
            district
        )


def test_a_second_run_executes_nothing(berka: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "berka", "--inputs", str(REAL), "--outputs", str(berka.parent), "--json"]) == 0
    said = capsys.readouterr().out
    assert '"done": 0' in said or '"done":0' in said
