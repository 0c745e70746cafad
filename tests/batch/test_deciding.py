"""A run in which a chapter decides on a branch:
all chapters tell of the decision, and it runs nothing again (CL3, EC3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.book.covered import Probe, write_probe

from branchbook.artifacts import Shelf
from branchbook.cli.main import main
from branchbook.values.artifact import TableData

CHAPTERS = "[10_diagnosis, 40_ecosystem_map, 50_claim_allocation, 60_outreach_plan, 90_branch_report]"
DECISIONS = "{50_claim_allocation: {decision: issue}, 60_outreach_plan: {keep: true}}"


@pytest.fixture
def probe(tmp_path: Path) -> Probe:
    made = write_probe(tmp_path)
    settings = made.folder / "engagement.yaml"
    words = settings.read_text(encoding="utf-8") + f"notebooks: {CHAPTERS}\nparameters: {DECISIONS}\n"
    settings.write_text(words, encoding="utf-8")
    return made


def batch(probe: Probe) -> int:
    return main(
        ["batch", "probe", "--inputs", str(probe.inputs), "--outputs", str(probe.outputs), "--jobs", "1", "--json"]
    )


def test_the_run_that_issues_an_allocation_draws_its_owners_and_the_next_one_has_nothing_to_do(
    probe: Probe, capsys: pytest.CaptureFixture[str]
) -> None:
    assert batch(probe) == 0
    kept = probe.folder / "decisions" / "allocation" / "007" / "001-issued.json"
    issued = json.loads(kept.read_text(encoding="utf-8"))["owners"]
    artifacts = Shelf(probe.branch / "artifacts").all()
    listed = artifacts["50_claim_allocation.allocation"].value
    assert isinstance(listed, TableData)
    names = [column.name for column in listed.columns]
    assert {row[names.index("id")]: row[names.index("owner")] for row in listed.rows} == issued
    assert "ecosystem.map.note_issued" in {note.key for note in artifacts["40_ecosystem_map.map"].notes}
    capsys.readouterr()
    assert batch(probe) == 0
    ended = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (ended["done"], ended["rendered"], ended["current"]) == (0, 0, 1)
