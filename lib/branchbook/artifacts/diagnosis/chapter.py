"""All artifacts of the diagnosis, in the order of the report."""

from __future__ import annotations

from collections.abc import Mapping

from branchbook.analyses.diagnosis.diagnosis import Diagnosis
from branchbook.artifacts.diagnosis import (
    appendix,
    basis,
    business,
    customers,
    growth,
    products,
    scorecard,
    service,
    voice,
    waiting,
)
from branchbook.artifacts.diagnosis.making import made
from branchbook.inputs.store import StoredTable
from branchbook.rules import Rules
from branchbook.values.artifact import Artifact, Finding


def diagnosis_artifacts(
    diagnosis: Diagnosis, findings: tuple[Finding, ...], stored: Mapping[str, StoredTable], rules: Rules
) -> tuple[Artifact, ...]:
    """The artifacts of chapter 10 from its results and findings; ``stored`` tells which files the tables came from."""
    return (
        made("findings", findings, stored),
        *basis.artifacts(diagnosis.basis),
        *scorecard.artifacts(diagnosis.scorecard, diagnosis.basis, rules.under("scorecard")),
        *growth.artifacts(diagnosis.growth),
        *customers.artifacts(diagnosis.customers),
        *products.artifacts(diagnosis.products),
        *business.artifacts(diagnosis.business),
        *waiting.artifacts(diagnosis.waiting),
        *service.artifacts(diagnosis.service),
        *voice.artifacts(diagnosis.voice),
        *appendix.artifacts(diagnosis.basis, stored, rules.under("appendix"), diagnosis.as_of),
    )
