"""What a change of one rule or of one row of data reaches, and what it leaves alone."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from tests.book.conftest import Diagnosed

from branchbook.book.prepared import Prepared, prepare
from branchbook.book.record import take_record
from branchbook.inputs.engagement import read_engagement
from branchbook.values.places import notebooks_folder

WAITING = "叫号记录_2025年四季度.csv.gz"
BETWEEN = ("10_diagnosis", "40_ecosystem_map", "50_claim_allocation", "60_outreach_plan")


@pytest.mark.parametrize("chapter", BETWEEN)
def test_a_shipped_chapter_before_the_report_shows_nothing_that_another_has_kept(chapter: str) -> None:
    cells = json.loads((notebooks_folder() / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = "".join(line for cell in cells if cell["cell_type"] == "code" for line in cell["source"])
    others = [name for name in BETWEEN if name != chapter]
    assert not [word for word in (*others, "shelf", ".folder", "conclusions_of") if word in code]


def test_a_chapter_leaves_on_record_the_rules_it_read_with_those_of_the_indicators(
    diagnosed: Diagnosed, tmp_path: Path
) -> None:
    book = diagnosed("001")
    read = take_record(tmp_path / "001")
    assert read is not None
    assert read["DX9.headline_indicators"] == list(book.rules.names("DX9.headline_indicators"))
    assert read.keys() >= {
        *book.trace.rules.keys,
        *(key for keys in book.prepared.standings.rules.values() for key in keys),
    }
    assert "OU1.weeks" not in read  # chapter 60's own, which no table of this chapter names


@pytest.mark.heavy
def test_one_more_ticket_reaches_its_branch_and_those_whose_standing_it_moves(
    demo_inputs: Path, demo_prepared: Prepared, tmp_path: Path
) -> None:
    shutil.copytree(demo_inputs / "demo", tmp_path / "demo")
    _one_ticket_more(tmp_path / "demo" / WAITING, "009")
    now = prepare(read_engagement(tmp_path / "demo"), tmp_path / "outputs")
    ids = [branch.id for branch in now.branches]
    changed = {one for one in ids if now.data_of(one) != demo_prepared.data_of(one)}
    moved = {one for one in ids if not _standing(now, one).equals(_standing(demo_prepared, one))}
    assert changed == {"009", *moved}
    assert changed != set(ids)
    assert now.data_of("") != demo_prepared.data_of("")


def _one_ticket_more(file: Path, branch_id: str) -> None:
    lines = gzip.decompress(file.read_bytes()).decode("utf-8-sig").splitlines()
    number, rest = next(line for line in reversed(lines) if line.startswith(f"{branch_id},")).split(",", 2)[1:]
    assert number != "A9999"
    text = "\n".join([*lines, f"{branch_id},A9999,{rest}", ""])
    file.write_bytes(gzip.compress(text.encode("utf-8-sig")))


def _standing(prepared: Prepared, branch_id: str) -> pd.DataFrame:
    """Every figure that a branch is read against."""
    frame = prepared.standings.table.frame
    return frame[frame["branch_id"] == branch_id].reset_index(drop=True)
