"""The outline of a branch's report: which artifacts stand in which chapter and section.

It is data (:data:`CHAPTERS`, :data:`FURTHER_CHAPTERS`); which of it has something to say, the artifacts tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from branchbook.values.artifact import Artifact, Missing

DIAGNOSIS = "10_diagnosis"


@dataclass(frozen=True)
class Part:
    """A section of a chapter: its heading's name and the artifacts under it, in order."""

    name: str
    artifacts: tuple[str, ...]

    def placed(self, notebook: str, artifacts: Mapping[str, Artifact]) -> list[Artifact]:
        """The section's artifacts in their order, of the notebook that keeps them."""
        return [artifacts[f"{notebook}.{name}"] for name in self.artifacts]

    def is_missing(self, notebook: str, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether it says nothing but that data are missing."""
        return all(isinstance(artifact.value, Missing) for artifact in self.placed(notebook, artifacts))

    def is_to_come(self, notebook: str, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether it says nothing but that its data are still to come, under a heading of its own."""
        values = (artifact.value for artifact in self.placed(notebook, artifacts))
        return bool(self.name) and all(isinstance(value, Missing) and value.to_come for value in values)


@dataclass(frozen=True)
class Chapter:
    """A chapter: its heading's name, the sentences that open it, its sections, and the notebook that keeps them."""

    name: str
    lead: str
    parts: tuple[Part, ...]
    notebook: str = DIAGNOSIS

    def kept(self, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether the engagement ran this chapter's notebook at all."""
        return f"{self.notebook}.{self.lead}" in artifacts

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of everything that the chapter places, in order."""
        names = (self.lead, *chain.from_iterable(part.artifacts for part in self.parts))
        return tuple(f"{self.notebook}.{name}" for name in names)

    def placed(self, artifacts: Mapping[str, Artifact]) -> list[Artifact]:
        """The chapter's artifacts in their order."""
        return [artifacts[key] for key in self.keys]

    def is_missing(self, artifacts: Mapping[str, Artifact]) -> bool:
        """Whether there is nothing to say in this chapter but that data are missing."""
        return all(isinstance(artifact.value, Missing) for artifact in self.placed(artifacts))

    def shown(self, artifacts: Mapping[str, Artifact]) -> list[Part]:
        """The sections that have something to say."""
        return [part for part in self.parts if not part.is_to_come(self.notebook, artifacts)]

    def to_come(self, artifacts: Mapping[str, Artifact]) -> list[Part]:
        """The sections whose data are still to come."""
        return [part for part in self.parts if part.is_to_come(self.notebook, artifacts)]


CHAPTERS = (
    Chapter("basis", "basis.reading", (Part("", ("basis.items",)),)),
    Chapter(
        "scorecard",
        "scorecard.reading",
        (
            Part("overview", ("scorecard.perspectives", "scorecard.focus")),
            Part("finance", ("scorecard.finance", "growth.series", "growth.attainment")),
            Part("customers", ("scorecard.customers",)),
            Part("operations", ("scorecard.operations",)),
            Part("growth", ("scorecard.growth",)),
        ),
    ),
    Chapter(
        "customers",
        "customers.reading",
        (
            Part("structure", ("customers.tiers_chart", "customers.tiers")),
            Part("care", ("customers.care",)),
            Part("products", ("products.reading", "products.penetration")),
        ),
    ),
    Chapter(
        "business",
        "business.reading",
        (
            Part("hours", ("business.hours",)),
            Part("channels", ("business.channels", "business.counter_load")),
        ),
    ),
    Chapter(
        "waiting",
        "waiting.reading",
        (
            Part("flow", ("waiting.arrivals",)),
            Part("waits", ("waiting.by_hour", "waiting.by_hour_table")),
            Part("diversion", ("waiting.diversion_reading", "waiting.diversion")),
        ),
    ),
    Chapter(
        "service",
        "service.reading",
        (
            Part("aspects", ("service.aspects", "service.coverage")),
            Part("voice", ("voice.reading", "voice.nps", "voice.ratings")),
            Part("causes", ("voice.causes_reading", "voice.causes")),
        ),
    ),
)
"""The chapters between the conclusions and the findings; names are catalog keys below ``report.chapter``."""

FURTHER_CHAPTERS = (
    Chapter(
        "ecosystem",
        "reading",
        (
            Part("", ("map", "modules", "bands")),
            Part("customers", ("customers_reading", "customers")),
            Part("targets", ("targets_reading", "targets")),
            Part("surroundings", ("stages", "scenes", "chains")),
            Part("quality", ("quality", "doubtful")),
        ),
        "40_ecosystem_map",
    ),
    Chapter(
        "claims",
        "reading",
        (
            Part("", ("state",)),
            Part("work", ("loads", "loads_chart", "tiers")),
            Part("round", ("claims_reading", "conflicts")),
            Part("accounts", ("accounts",)),
            Part("targets", ("targets_reading", "targets")),
            Part("moves", ("moved", "trial", "marketing_import")),
        ),
        "50_claim_allocation",
    ),
    Chapter(
        "outreach",
        "reading",
        (
            Part("plan", ("gantt", "weeks")),
            Part("targets", ("targets", "development")),
            Part("progress", ("changes", "advance")),
            Part("events", ("events", "event_steps")),
        ),
        "60_outreach_plan",
    ),
)
"""The chapters after the findings, each there where its notebook was run."""

_BESIDES = ("findings", "scorecard.headline", "appendix.sources", "appendix.methods", "appendix.rules")
"""What the conclusions, the findings and the appendix tell of the diagnosis."""


def outline(artifacts: Mapping[str, Artifact]) -> tuple[Chapter, ...]:
    """The chapters of a branch: those of its diagnosis, and the further ones whose notebooks were run."""
    return (*CHAPTERS, *further_chapters(artifacts))


def further_chapters(artifacts: Mapping[str, Artifact]) -> tuple[Chapter, ...]:
    """The chapters after the findings whose notebooks were run."""
    return tuple(chapter for chapter in FURTHER_CHAPTERS if chapter.kept(artifacts))


def unfinished(artifacts: Mapping[str, Artifact]) -> tuple[str, ...]:
    """The notebooks that have not kept everything which the report places: the diagnosis, and others once begun."""
    wanted = (
        *(f"{DIAGNOSIS}.{name}" for name in _BESIDES),
        *(key for chapter in outline(artifacts) for key in chapter.keys),
        *(f"{chapter.notebook}.rules" for chapter in further_chapters(artifacts)),
    )
    return tuple(dict.fromkeys(key.partition(".")[0] for key in wanted if key not in artifacts))


def folded(artifacts: Mapping[str, Artifact]) -> dict[str, str]:
    """The keys of chapters and sections of which everything is missing,
    each with the key of the heading that is left out."""
    keys: dict[str, str] = {}
    for chapter in outline(artifacts):
        if chapter.is_missing(artifacts):
            keys |= dict.fromkeys(chapter.keys, f"chapter.{chapter.name}")
            continue
        for part in chapter.to_come(artifacts):
            heading = f"chapter.{chapter.name}.{part.name}"
            keys |= {f"{chapter.notebook}.{name}": heading for name in part.artifacts}
    return keys


def placed_keys() -> set[str]:
    """The keys of everything that a chapter places, among them the sentences that read its figures and tables."""
    return {key for chapter in (*CHAPTERS, *FURTHER_CHAPTERS) for key in chapter.keys}
