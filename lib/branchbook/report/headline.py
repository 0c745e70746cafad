"""The few figures of a branch that a project lead looks at first: they lie in its folder, so that a page over thousands
of branches need not read all that was found out about each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from branchbook.values.artifact import Artifact, Finding, Severity, TableData
from branchbook.values.quantity import Estimate, Quantity, Unit
from branchbook.values.wording import Sentence, Term

FILE = "headline.json"
DIAGNOSIS = "10_diagnosis"
FIGURES: Mapping[str, Unit] = {
    "customers": Unit.COUNT,
    "aum": Unit.MONEY,
    "aum_growth": Unit.SHARE,
    "focus_score": Unit.SCORE,
    "median_wait": Unit.MINUTES,
    "long_wait": Unit.SHARE,
}
"""The figures and their units."""

_SAID = {
    "customers": (f"{DIAGNOSIS}.customers.reading", "diagnosis.customers.base", "customers"),
    "aum": (f"{DIAGNOSIS}.customers.reading", "diagnosis.customers.base", "aum"),
    "focus_score": (f"{DIAGNOSIS}.scorecard.reading", "diagnosis.scorecard.focus", "score"),
}
_MEASURED = {
    "aum_growth": "aum_growth",
    "median_wait": "median_wait_minutes",
    "long_wait": "long_wait_share",
}
_PERSPECTIVES = ("finance", "customers", "operations", "growth")


@dataclass(frozen=True)
class Headline:
    """``figures`` by their name in :data:`FIGURES`, those that can't be had left out;
    ``findings`` counted by severity."""

    figures: Mapping[str, float] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Put it into a branch's folder."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"
        (folder / FILE).write_text(text, encoding="utf-8", newline="\n")

    @classmethod
    def read(cls, folder: Path) -> Headline:
        """What lies in a branch's folder; nothing where nothing was put or it can't be read."""
        try:
            known = json.loads((folder / FILE).read_text(encoding="utf-8"))
            return cls(dict(known["figures"]), dict(known["findings"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls()


def headline_of(artifacts: Mapping[str, Artifact]) -> Headline:
    """The headline of a branch from its artifacts; what its chapters have not found is left out."""
    said = {name: _said(artifacts, *place) for name, place in _SAID.items()}
    rows = dict(_measured(artifacts))
    measured = {name: rows.get(indicator) for name, indicator in _MEASURED.items()}
    figures = {name: value for name in FIGURES if (value := {**said, **measured}[name]) is not None}
    return Headline(figures, _findings(artifacts))


def _said(artifacts: Mapping[str, Artifact], key: str, entry: str, name: str) -> float | None:
    """A number in a sentence of a reading."""
    artifact = artifacts.get(key)
    if artifact is None or not isinstance(artifact.value, tuple):
        return None
    for sentence in artifact.value:
        if isinstance(sentence, Sentence) and sentence.key == entry:
            value = sentence.values.get(name)
            return value.value if isinstance(value, Quantity | Estimate) else None
    return None


def _measured(artifacts: Mapping[str, Artifact]) -> Iterator[tuple[str, float | None]]:
    """The branch's own figure of every indicator on the scorecard."""
    for perspective in _PERSPECTIVES:
        artifact = artifacts.get(f"{DIAGNOSIS}.scorecard.{perspective}")
        if artifact is None or not isinstance(artifact.value, TableData):
            continue
        for indicator, value, *_ in artifact.value.rows:
            if isinstance(indicator, Term) and isinstance(value, Quantity):
                yield indicator.key.removeprefix("indicator."), value.value


def _findings(artifacts: Mapping[str, Artifact]) -> Mapping[str, int]:
    """The findings by severity; nothing where no figure was compared, so that there was nothing to find."""
    artifact = artifacts.get(f"{DIAGNOSIS}.findings")
    if artifact is None or not isinstance(artifact.value, tuple):
        return {}
    # what knows the scorecard is brought only where a headline is made: the page over all branches reads them alone
    from branchbook.artifacts.diagnosis.scorecard import is_compared

    found = [one.severity for one in artifact.value if isinstance(one, Finding)]
    if not found and not is_compared(artifacts):
        return {}
    return {severity.value: found.count(severity) for severity in Severity}
