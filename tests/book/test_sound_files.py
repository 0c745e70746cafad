"""Every kind of Word and Excel file is sound for Office 2016, Office 2021 and Microsoft 365."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.book.covered import Probe
from tests.book.test_coverage_and_outreach import probe
from tests.render.ooxml_checks import audited, faults
from tests.render.refresh.desk import Desk, newer, sample
from tests.render.test_workbooks import CHINESE, source
from tests.render.test_workbooks import faults as faults_of_a_workbook

from branchbook.render.workbook import write_check_workbook, write_data_workbook
from branchbook.text import LANGUAGES

__all__ = ["probe"]
pytestmark = pytest.mark.heavy


def test_a_report_written_and_refreshed_is_sound_for_every_office(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(sample())
    assert audited(desk.path) == []
    desk.refresh(newer(sample()))
    assert (audited(desk.path), faults(desk.path)) == ([], [])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_report_that_libreoffice_saved_is_sound_again_once_it_is_refreshed(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write(sample())
    for document in (newer(sample()), sample()):
        desk.save_in_libreoffice()
        desk.refresh(document)
        assert (audited(desk.path), faults(desk.path)) == ([], [])


def test_ledger_and_plan_are_sound_for_every_office(probe: Probe) -> None:
    probe.outreach()
    workbooks = [path for path in probe.documents() if path.suffix == ".xlsx"]
    assert {path.name for path in workbooks} >= {"ledger.xlsx", "outreach.xlsx"}
    assert {path.name: audited(path) for path in workbooks} == {path.name: [] for path in workbooks}


def test_the_data_workbook_and_that_of_faults_are_sound_for_every_office(tmp_path: Path) -> None:
    source(tmp_path)
    write_check_workbook(tmp_path / "check.xlsx", faults_of_a_workbook(), CHINESE, tmp_path)
    assert audited(tmp_path / "check.xlsx") == []
    for language in LANGUAGES:
        write_data_workbook(tmp_path / f"{language}.xlsx", language)
        assert audited(tmp_path / f"{language}.xlsx") == []
