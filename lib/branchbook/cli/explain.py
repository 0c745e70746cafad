"""``branchbook explain FILE [KEY]``: where a file, or a number, table or figure in it, comes from."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from branchbook.artifacts import Shelf
from branchbook.batch.layout import Layout
from branchbook.batch.lock import EngagementBusyError, only_writer
from branchbook.batch.manifest import read_manifest
from branchbook.batch.stamp import Stamp
from branchbook.book.explaining import Explanation, artifact_key, explained
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared, prepare
from branchbook.cli.voice import Voice
from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.engagement import read_engagement
from branchbook.inputs.spelling import nearest
from branchbook.render.deck.inspecting import standing_shapes
from branchbook.render.living.inspected import PartState, StandingPart
from branchbook.render.living.package import Package, opened
from branchbook.render.origin import origin_of
from branchbook.render.word.refresh.inspecting import standing_parts
from branchbook.rules import Rule
from branchbook.text import Text
from branchbook.values.artifact import Artifact

_INSPECTED: Mapping[str, Callable[[Package], tuple[StandingPart, ...]]] = {
    ".docx": standing_parts,
    ".pptx": standing_shapes,
}
_OF_AN_ANALYSIS = re.compile(r"\d\d_|finding\.|summary\.")
_SHORT = 60  # characters of a part that a list shows


@dataclass(frozen=True)
class _Origin:
    """What a file states: the engagement's folder, the branch's (empty for files of the whole engagement),
    fingerprint."""

    engagement: str
    branch_folder: str
    fingerprint: str

    @classmethod
    def of(cls, manifest_id: str) -> _Origin:
        name, *middle, fingerprint = manifest_id.split("/")
        return cls(name, middle[1] if len(middle) > 1 else "", fingerprint)


@dataclass(frozen=True)
class _Case:
    """A file and what can be found of the engagement that it came from."""

    origin: _Origin
    layout: Layout
    manifest: Mapping[str, Any]
    parts: tuple[StandingPart, ...]

    @property
    def branch_id(self) -> str:
        """The branch's id; its folder's name where the manifest no longer knows it."""
        folder = f"branches/{self.origin.branch_folder}"
        known = self.manifest.get("branches", {})
        return next((one for one, entry in known.items() if _folder(entry, folder)), self.origin.branch_folder)

    def folder(self, branch_id: str) -> Path:
        """The folder of a branch's results; of the meeting's for the empty id."""
        return self.layout.branch(branch_id) if branch_id else self.layout.root / "meeting"

    def entry(self, branch_id: str) -> Mapping[str, Any]:
        """What the manifest tells of a branch, or of the meeting; nothing where it knows none."""
        told: Mapping[str, Mapping[str, Any]] = {
            **self.manifest.get("branches", {}),
            "": self.manifest.get("meeting", {}),
        }
        return told.get(branch_id, {})

    def artifacts(self, branch_id: str) -> Mapping[str, Artifact]:
        """What was kept for a branch, or for the meeting; nothing where its results are not here."""
        return Shelf(self.folder(branch_id) / "artifacts").all()


def command(asked: argparse.Namespace, locations: Locations, voice: Voice) -> int:
    """Tell of the file, or of the part with this key."""
    path = Path(asked.file)
    if not path.is_file():
        raise InputFaults([Fault("file_not_there", Place(file=path.name))])
    origin = _Origin.of(origin_of(path))
    layout = Layout(locations.outputs_of(origin.engagement))
    inspected = _INSPECTED.get(path.suffix.lower())
    parts = inspected(opened(path)) if inspected else ()
    case = _Case(origin, layout, read_manifest(layout.manifest), parts)
    voice = _in_language(voice, asked.lang, case)
    prepared, why = _present(case, locations)
    if asked.key:
        return _tell_part(asked.key, case, prepared, why, voice)
    return _tell_file(path, case, prepared, why, voice)


def _folder(entry: Mapping[str, Any], folder: str) -> bool:
    return str(entry.get("folder", "")).partition("/")[2] == folder.partition("/")[2]


def _in_language(voice: Voice, asked: str, case: _Case) -> Voice:
    """The language asked for, else the one that the engagement's documents are in."""
    return replace(voice, text=Text.of(asked or case.manifest.get("language", "") or voice.text.language))


def _present(case: _Case, locations: Locations) -> tuple[Prepared | None, str]:
    """The engagement as it is today, or why it can't be compared with: a key of ``explain.unknown``."""
    if not case.manifest:
        return None, "no_outputs"
    folder = locations.engagement(case.origin.engagement)
    if not folder.is_dir():
        return None, "no_inputs"
    try:
        with only_writer(case.layout.lock):
            return prepare(read_engagement(folder), case.layout.root), ""
    except EngagementBusyError:
        return None, "busy"
    except InputFaults:
        return None, "faults"


def _tell_file(path: Path, case: _Case, prepared: Prepared | None, why: str, voice: Voice) -> int:
    entry = case.entry(case.branch_id)
    state = _state_of_file(case, prepared, why)
    versions = case.manifest.get("versions", {})
    voice.event(
        "file", file=path.name, engagement=case.origin.engagement, branch=case.branch_id, name=entry.get("name", ""),
        fingerprint=case.origin.fingerprint, versions=versions, finished=entry.get("finished", ""), state=state,
        parts=[asdict(part) for part in case.parts],
    )  # fmt: skip
    voice.say("explain.file", file=path.name, engagement=case.origin.engagement)
    if case.branch_id:
        voice.say("explain.branch", id=case.branch_id, name=entry.get("name", "") or voice.text("mark.missing"))
    voice.say("explain.fingerprint", fingerprint=case.origin.fingerprint)
    if versions:
        voice.say("explain.versions", versions=", ".join(f"{name} {number}" for name, number in versions.items()))
    if entry.get("finished"):
        voice.say("explain.finished", at=entry["finished"])
    voice.say(f"explain.state.{state}")
    _tell_parts(case.parts, voice)
    return 0


def _state_of_file(case: _Case, prepared: Prepared | None, why: str) -> str:
    if prepared is None:
        return why
    known = {branch.id for branch in prepared.branches}
    if case.branch_id and case.branch_id not in known:
        return "no_branch"
    return "present" if _is_present(case, prepared) else "old"


def _is_present(case: _Case, prepared: Prepared) -> bool:
    """Whether a run today would make the file from the same data and, of the rules that its chapters read, the same
    values.

    What the file states is a fingerprint of all rules: where it is another one today, the folder that the file was
    written with tells which of them count.
    """
    stated = case.origin.fingerprint
    if prepared.manifest_id(case.branch_id).rpartition("/")[2] == stated:
        return True
    stamp = Stamp.read(case.folder(case.branch_id))
    if stamp is None or case.entry(case.branch_id).get("id", "").rpartition("/")[2] != stated:
        return False
    return stamp.is_of(prepared.data_of(case.branch_id), prepared.rules)


def _tell_parts(parts: Sequence[StandingPart], voice: Voice) -> None:
    """What was worked out; of the rest (headings, cover, single numbers) what a person has changed."""
    listed = [
        part
        for part in parts
        if (part.title and _OF_AN_ANALYSIS.match(part.key)) or part.state is not PartState.AS_WRITTEN
    ]
    counts = {state.value: sum(part.state is state for part in parts) for state in PartState}
    if parts:
        voice.say("explain.parts", count=len(parts), **counts)
    for part in listed:
        words = part.title or part.words
        short = words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"
        voice.say("explain.part", part=part.key, state=voice.text(f"explain.part_state.{part.state}"), words=short)


def _tell_part(asked: str, case: _Case, prepared: Prepared | None, why: str, voice: Voice) -> int:
    key = _chosen(asked, [*(part.key for part in case.parts), *case.artifacts(case.branch_id)])
    part = next((one for one in case.parts if one.key == key), None)
    branch_id = case.branch_id
    artifacts = case.artifacts(branch_id)
    artifact = artifacts.get(artifact_key(key, artifacts))
    known = prepared is not None and branch_id in {"", *(branch.id for branch in prepared.branches)}
    if artifact is None or prepared is None or not known:
        voice.event("part", key=key, part=asdict(part) if part else None, unknown=why or "no_artifact")
        voice.say("explain.title", part=key, title=part.title if part else "")
        if part:
            voice.say("explain.says", words=part.words or voice.text("mark.missing"))
        voice.say(f"explain.unknown.{why or 'no_artifact'}")
        return 0
    told = explained(artifact, prepared, branch_id, case.folder(branch_id), voice.text)
    newer = not _is_present(case, prepared)
    voice.event("part", part=asdict(part) if part else None, newer_data=newer, **_as_json(told))
    _tell_explanation(told, part, key, voice)
    return 0


def _chosen(asked: str, keys: Sequence[str]) -> str:
    """The key that is meant: itself, or the one that holds it as a part."""
    known = list(dict.fromkeys(keys))
    if asked in known:
        return asked
    found = [key for key in known if asked.casefold() in key.casefold()]
    holding = [key for key in found if _OF_AN_ANALYSIS.match(key)] or found
    ending = [key for key in holding if key.endswith(f".{asked}")]
    if len(holding) == 1 or len(ending) == 1:
        return (ending or holding)[0]
    if holding:
        raise InputFaults(
            [Fault("part_ambiguous", got=asked, allowed=", ".join(holding[:12]), values={"parts": str(len(holding))})]
        )
    raise InputFaults([Fault("part_unknown", got=asked, values={"nearest": nearest(asked, known) or "—"})])


def _tell_explanation(told: Explanation, part: StandingPart | None, key: str, voice: Voice) -> None:
    voice.say("explain.title", part=key, title=told.title)
    if part is not None and part.key != told.key:
        voice.say("explain.says", words=part.words or voice.text("mark.missing"))
    if part is not None:
        voice.say(f"explain.stands.{part.state}")
    voice.line(told.value)
    if told.meanings:
        voice.say("explain.meanings")
    for name, meaning in told.meanings.items():
        voice.say("explain.meaning", name=name, meaning=meaning)
    voice.say("explain.notebook" if told.cell else "explain.chapter", notebook=told.notebook, cell=told.cell)
    tables = (voice.text(f"table.{table}") for table in told.tables)
    voice.say("explain.tables", tables=voice.text.listed(tables))
    voice.say("explain.sources")
    for file, digest in told.sources.items():
        voice.say("explain.source", file=file, fingerprint=digest[:16] or voice.text("mark.missing"))
    voice.say("explain.rules", count=len(told.rules))
    for rule in told.rules:
        origin = voice.text("explain.rule_own" if rule.overridden else "explain.rule_default")
        voice.say(
            "explain.rule", rule=rule.key, value=_rule_value(rule), unit=rule.unit, source=rule.source, origin=origin
        )
    voice.say("explain.data", fingerprint=told.fingerprint[:16])
    voice.say("explain.state.present" if told.present else "explain.state.old")


def _rule_value(rule: Rule) -> str:
    match rule.value:
        case tuple() as names:
            return ", ".join(names)
        case Mapping() as parts:
            return ", ".join(f"{name} {number:g}" for name, number in parts.items())
        case value:
            return str(value)


def _as_json(told: Explanation) -> dict[str, Any]:
    rules = [
        {"key": rule.key, "value": rule.value, "unit": rule.unit, "source": rule.source, "own": rule.overridden}
        for rule in told.rules
    ]
    return {**asdict(replace(told, rules=())), "rules": rules}
