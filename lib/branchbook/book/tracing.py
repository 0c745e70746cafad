"""Where an artifact comes from: the tables and files it rests on, the rules read for it, and a fingerprint of both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from branchbook.book.fingerprint import fingerprint
from branchbook.book.prepared import Prepared
from branchbook.indicators import BY_NAME
from branchbook.rules import Reading
from branchbook.values.artifact import Artifact, Provenance


@dataclass
class Trace:
    """What a chapter looks at while it computes: rules, part by part, and whether it reads the branch against peers."""

    rules: Reading = field(default_factory=Reading)
    peers: bool = False


def traced(artifacts: Iterable[Artifact], trace: Trace, prepared: Prepared, branch_id: str) -> Iterator[Artifact]:
    """The artifacts of a chapter with their provenance told in full.

    An artifact names its tables itself. Its rules are those read under the second part of its key ("waiting" in
    ``10_diagnosis.waiting.by_hour``), or by the whole chapter where parts are not told apart; where the chapter reads
    the branch against its peers, also those of the indicators that come from these tables.
    """
    data = prepared.data_of(branch_id)
    for artifact in artifacts:
        tables = artifact.provenance.tables
        sources = [
            file for table in tables if table in prepared.store.tables for file in prepared.store.tables[table].sources
        ]
        rules = tuple(sorted(set(_rules_of(artifact, trace, prepared))))
        yield replace(
            artifact,
            provenance=replace(
                artifact.provenance,
                sources=tuple(dict.fromkeys(sources)),
                rules=rules,
                fingerprint=fingerprint(data, prepared.rules.fingerprint_of(rules)),
            ),
        )


def is_present(provenance: Provenance, prepared: Prepared, branch_id: str) -> bool:
    """Whether the engagement's present data and rules are those that this came from."""
    return provenance.fingerprint == fingerprint(
        prepared.data_of(branch_id), prepared.rules.fingerprint_of(provenance.rules)
    )


def _rules_of(artifact: Artifact, trace: Trace, prepared: Prepared) -> Iterator[str]:
    part = artifact.key.removeprefix(f"{artifact.provenance.notebook}.").partition(".")[0]
    yield from trace.rules.of(part)
    tables = set(artifact.provenance.tables)
    if trace.peers and tables:
        for name, keys in prepared.standings.rules.items():
            if tables.issuperset(BY_NAME[name].tables):
                yield from keys
