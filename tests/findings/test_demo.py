"""The demo bank: its troubles are found where they were built in, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from branchbook.analyses.diagnosis import Diagnosis, diagnose
from branchbook.demo import NAME, TROUBLES
from branchbook.findings import find
from branchbook.indicators import compare, compute
from branchbook.inputs.branch_data import read_branch
from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.store import open_store
from branchbook.rules import Rules
from branchbook.values.artifact import Finding, Severity

RULES = Rules.defaults()


@pytest.fixture(scope="module")
def diagnoses(demo_inputs: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Diagnosis]:
    """The diagnosis of every demo branch, from the workbooks that a client would hand over."""
    engagement = read_engagement(demo_inputs / NAME)
    store = open_store(engagement, tmp_path_factory.mktemp("store"))
    peers = compare(compute(store, RULES, engagement.as_of), store.branches, RULES)
    return {
        branch.id: diagnose(read_branch(store, branch.id), peers, RULES, engagement.as_of) for branch in store.branches
    }


@pytest.fixture(scope="module")
def findings(diagnoses: Mapping[str, Diagnosis]) -> Mapping[str, tuple[Finding, ...]]:
    return {branch_id: find(diagnosis, RULES) for branch_id, diagnosis in diagnoses.items()}


def test_severe_findings_are_the_troubles_that_were_built_in(findings: Mapping[str, tuple[Finding, ...]]) -> None:
    severe = {
        (branch_id, finding.code)
        for branch_id, list_of in findings.items()
        for finding in list_of
        if finding.severity is Severity.HIGH
    }
    assert severe == {(trouble.branch_id, trouble.code) for trouble in TROUBLES}


def test_a_trouble_is_found_at_no_other_branch_however_lightly(findings: Mapping[str, tuple[Finding, ...]]) -> None:
    codes = {trouble.code for trouble in TROUBLES}
    found = {(branch_id, finding.code) for branch_id, list_of in findings.items() for finding in list_of}
    assert {one for one in found if one[1] in codes} == {(trouble.branch_id, trouble.code) for trouble in TROUBLES}


def test_a_trouble_stands_first_at_its_branch(findings: Mapping[str, tuple[Finding, ...]]) -> None:
    assert {trouble.branch_id: findings[trouble.branch_id][0].code for trouble in TROUBLES} == {
        trouble.branch_id: trouble.code for trouble in TROUBLES
    }


def test_what_the_demo_leaves_out_is_lacking_and_no_zero(diagnoses: Mapping[str, Diagnosis]) -> None:
    """The self-service bank has neither customers nor queue nor staff to talk to."""
    self_service = diagnoses["012"]
    assert self_service.customers.missing
    assert self_service.customers.customers.value is None
    assert self_service.waiting.missing
    assert self_service.voice.positions == ()


def test_tickets_of_all_hours_are_the_tickets_of_the_branch(diagnoses: Mapping[str, Diagnosis]) -> None:
    for diagnosis in diagnoses.values():
        by_hour = sum(hour.tickets.value or 0 for hour in diagnosis.waiting.hours)
        assert by_hour == (diagnosis.waiting.tickets.value or 0)
