"""What there is to do: which branches are up to date, which need only their documents, which are to be run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from branchbook.batch.job import ChapterRun, Engine, Job
from branchbook.batch.layout import Layout
from branchbook.batch.limits import Limits
from branchbook.batch.notebook import REQUIRED, Chapter, Literal, chapter_paths, read_chapter, unknown_notebook
from branchbook.batch.stamp import Stamp, chapter_code, document_code
from branchbook.book.charts import Charts
from branchbook.book.locations import Locations
from branchbook.book.prepared import Prepared, unknown_branch
from branchbook.errors import Fault, InputFaults, Place
from branchbook.inputs.engagement import Engagement
from branchbook.report.outline import DIAGNOSIS
from branchbook.values.branch import WHOLE, Branch
from branchbook.values.places import notebooks_folder

REPORT = "90_branch_report"
"""The chapter that writes the documents itself."""

MEETING = "95_summary_meeting"
"""The chapter about the whole engagement, run once when the branches are done; it writes its documents itself, too."""

_NOT_DOCUMENTS = frozenset(("artifacts", "notebooks"))
"""What of a branch's folder only a run brings back; all else is written from the artifacts."""


class Need(StrEnum):
    """What a branch needs."""

    RUN = "run"
    RENDER = "render"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Task:
    """One branch, what it needs, and why: ``never_run``, ``failed``, ``forced``, ``missing`` or what has changed
    ("inputs").

    ``chapters`` are those to run, all of them where none is named.
    """

    branch: Branch
    need: Need
    reasons: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A checked engagement, its chapters, and what each branch needs.

    ``meeting`` is the chapter about the whole of it, None where it is not to be run after the branches; then ``tasks``
    may be the meeting's own.
    """

    prepared: Prepared
    locations: Locations
    layout: Layout
    language: str
    chapters: tuple[Chapter, ...]
    chapter_code: str
    documents: Mapping[str, str]
    engine: Engine = Engine.WARM
    charts: Charts = Charts.DATA
    limits: Limits = field(default_factory=Limits)
    tasks: tuple[Task, ...] = ()
    meeting: Chapter | None = None
    _fingerprints: dict[tuple[str, ...] | None, str] = field(default_factory=dict, compare=False, repr=False)

    def for_meeting(self, need: Need | None = None) -> Plan | None:
        """The plan of the summary meeting alone; None where the engagement has none.

        ``need`` is asked for whatever has changed; without it the meeting runs when something has.
        """
        if self.meeting is None:
            return None
        plan = replace(self, chapters=(self.meeting,), meeting=None)
        task = Task(WHOLE, need, ("asked",)) if need else _task(plan, WHOLE, force=False)
        return replace(plan, tasks=(task,))

    def then(self) -> Plan | None:
        """The plan of the meeting that follows the branches, made when they are done.

        None where a branch that was left alone is not up to date: a deck of old and new figures would mislead. Branches
        that failed are no hindrance; the deck names them.
        """
        asked = {task.branch.id for task in self.tasks}
        left = [_task(self, branch, force=False) for branch in self.prepared.branches if branch.id not in asked]
        if any(task.need is Need.RUN and task.reasons != ("failed",) for task in left):
            return None
        need = next((task.need for task in self.tasks if task.reasons in (("forced",), ("asked",))), None)
        if need is Need.RENDER and not self.layout.meeting.is_dir():
            return None
        return self.for_meeting(need)

    @property
    def name(self) -> str:
        """The engagement's name, which is its folder's."""
        return self.prepared.engagement.folder.name

    def job(self, task: Task, only: str = "") -> Job:
        """The work order for a task; ``only`` names the one chapter to run on top of the branch's present results."""
        asked = (only,) if only else task.chapters
        chapters = tuple(chapter for chapter in self.chapters if not asked or chapter.name in asked)
        runs = chapters if task.need is Need.RUN else ()
        present = self.layout.branch(task.branch.id)
        return Job(
            engagement=self.name,
            branch=task.branch,
            inputs=self.locations.inputs,
            outputs=self.locations.outputs,
            scratch=self.layout.new_scratch(task.branch.id),
            language=self.language,
            chapters=tuple(self._run(run, task.branch) for run in runs),
            writes_documents=task.need is Need.RENDER,
            start_from=present if (only or task.need is Need.RENDER) and present.is_dir() else None,
            stamp=self._stamp_after(task, runs),
            engine=self.engine,
            charts=self.charts,
            limits=self.limits,
            kept=() if only else tuple(one.name for one in self.chapters if task.chapters and one not in runs),
        )

    def _run(self, chapter: Chapter, branch: Branch) -> ChapterRun:
        return ChapterRun(chapter.name, chapter.path, self._given(chapter, branch), self._is_own(chapter))

    def _is_own(self, chapter: Chapter) -> bool:
        """Whether a chapter is a copy in the engagement's folder: what that reads and writes can't be known."""
        return chapter.path.is_relative_to(self.prepared.engagement.folder)

    def _given(self, chapter: Chapter, branch: Branch) -> Mapping[str, Literal]:
        return {**given(chapter, self.name, branch.id, self.language), **self._own(chapter)}

    def _stamp_after(self, task: Task, runs: Iterable[Chapter]) -> Stamp:
        names = [run.name for run in runs]
        before = Stamp.read(self.layout.branch(task.branch.id)) or Stamp(task.branch.id)
        ran = self._stamp(task.branch, {})
        if task.need is Need.RUN and len(names) == len(self.chapters):
            return ran
        notebooks = {**before.notebooks, **{name: ran.notebooks[name] for name in names}}
        rules = {name: keys for name, keys in before.rules.items() if name not in names}
        fresh = task.need is Need.RENDER or REPORT in names or MEETING in names
        return Stamp(task.branch.id, notebooks, ran.documents if fresh else {}, rules)

    def stamp(self, branch: Branch) -> Stamp:
        """What this branch's folder would be made from today, its chapters reading the rules that they read before."""
        before = Stamp.read(self.layout.branch(branch.id))
        return self._stamp(branch, before.rules if before else {})

    def _stamp(self, branch: Branch, rules: Mapping[str, Sequence[str]]) -> Stamp:
        """The stamp of a branch whose chapters read these rules; one that is not named may read any."""
        inputs = self.prepared.data_of(branch.id)
        notebooks = {
            chapter.name: {
                "inputs": inputs,
                "rules": self._rules(None if self._is_own(chapter) else rules.get(chapter.name)),
                "code": self.chapter_code,
                "notebook": chapter.fingerprint,
                "parameters": repr(sorted(self._own(chapter).items())),
                **(self._branches() if chapter.name == MEETING else {}),
            }
            for chapter in self.chapters
        }
        return Stamp(branch.id, notebooks, self.documents, rules)

    def _rules(self, keys: Sequence[str] | None) -> str:
        """The fingerprint of today's values of these rules, of all rules without keys; each worked out once."""
        of = None if keys is None else tuple(keys)
        if of not in self._fingerprints:
            rules = self.prepared.rules
            self._fingerprints[of] = rules.fingerprint if of is None else rules.fingerprint_of(of)
        return self._fingerprints[of]

    def stale(self, present: Stamp, wanted: Stamp) -> tuple[str, ...]:
        """The chapters to run where rules alone have changed: those that read them, and the report on all; else none.

        None are all. Shipped chapters stand each for itself, and only the report reads what others have kept; a copy of
        one's own may read anything.
        """
        names = [chapter.name for chapter in self.chapters]
        if REPORT not in names or any(self._is_own(chapter) for chapter in self.chapters):
            return ()
        if _changes(present.notebooks, wanted.notebooks) != ("rules",):
            return ()
        changed = {name for name in names if present.notebooks[name] != wanted.notebooks[name]}
        return tuple(name for name in names if name in {*changed, REPORT})

    def _branches(self) -> Mapping[str, str]:
        """What stands for the branches, of which the meeting tells: what each was made from, and which ones failed."""
        digest = hashlib.sha256(self.language.encode("utf-8"))
        for branch in self.prepared.branches:
            stamp = Stamp.read(self.layout.branch(branch.id))
            failed = self.layout.failure(branch.id).exists()
            told = [
                branch.id,
                failed,
                sorted((name, sorted(of.items())) for name, of in stamp.notebooks.items()) if stamp else None,
            ]
            digest.update(json.dumps(told).encode("utf-8"))
        return {"branches": digest.hexdigest()}

    def _own(self, chapter: Chapter) -> Mapping[str, Literal]:
        return self.prepared.engagement.parameters.get(chapter.name, {})


def make_plan(
    prepared: Prepared,
    locations: Locations,
    language: str = "",
    branch_ids: Sequence[str] = (),
    force: bool = False,
) -> Plan:
    """Check everything that can be wrong with chapters and parameters, and find out what each branch needs.

    ``branch_ids`` are all branches in scope unless given; ``language`` is the engagement's own unless given. Raises
    :class:`InputFaults` with all faults at once.
    """
    engagement = prepared.engagement
    language = language or engagement.language
    branches = chosen_branches(prepared.branches, branch_ids)
    chapters = checked_chapters(engagement, language)
    plan = Plan(
        prepared,
        locations,
        Layout(locations.outputs_of(engagement.folder.name)),
        language,
        tuple(chapter for chapter in chapters if chapter.name != MEETING),
        chapter_code(),
        {"language": language, "templates": prepared.for_documents(language), "code": document_code()},
        meeting=next((chapter for chapter in chapters if chapter.name == MEETING), None),
    )
    return replace(plan, tasks=tuple(_task(plan, branch, force) for branch in branches))


def checked_chapters(engagement: Engagement, language: str) -> tuple[Chapter, ...]:
    """An engagement's chapters, after every parameter that will be given to them has been held against their cells.

    Raises :class:`InputFaults` with the faults of all chapters, for parameters of a chapter that there is not, and for
    the shipped report without the diagnosis that it rests on.
    """
    shipped = notebooks_folder()
    paths = chapter_paths(shipped, engagement.folder / "notebooks", engagement.notebooks)
    known = [path.stem for path in paths]
    faults = [
        unknown_notebook(name, known, Place(file="engagement.yaml", key=f"parameters.{name}"))
        for name in engagement.parameters
        if name not in known
    ]
    chapters = []
    for path in paths:
        try:
            chapter = read_chapter(path)
        except InputFaults as found:
            faults += found.faults
            continue
        chapters.append(chapter)
        own = engagement.parameters.get(chapter.name, {})
        faults += chapter.faults_of({**given(chapter, engagement.folder.name, "", language), **own})
    if shipped / f"{REPORT}.ipynb" in paths and DIAGNOSIS not in known:
        faults.append(Fault("report_without_diagnosis", Place(file="engagement.yaml", key="notebooks"), got=REPORT))
    if faults:
        raise InputFaults(faults)
    return tuple(chapters)


def given(chapter: Chapter, engagement: str, branch_id: str, language: str) -> dict[str, Literal]:
    """What the batch itself gives to a chapter; the language only to one that asks for it."""
    values: dict[str, Literal] = dict(zip(REQUIRED, (engagement, branch_id), strict=True))
    if chapter.name == MEETING:
        del values["branch_id"]
    return {**values, "language": language} if chapter.declares("language") else values


def chosen_branches(known: Sequence[Branch], branch_ids: Sequence[str]) -> tuple[Branch, ...]:
    """The branches of these ids in the engagement's order; InputFaults for ids that it has not."""
    ids = [branch.id for branch in known]
    unknown = [branch_id for branch_id in branch_ids if branch_id not in ids]
    if unknown:
        raise InputFaults(unknown_branch(branch_id, ids) for branch_id in unknown)
    return tuple(branch for branch in known if not branch_ids or branch.id in branch_ids)


def _task(plan: Plan, branch: Branch, force: bool) -> Task:
    present, wanted = Stamp.read(plan.layout.branch(branch.id)), plan.stamp(branch)
    if force:
        return Task(branch, Need.RUN, ("forced",))
    if plan.layout.failure(branch.id).exists():
        return Task(branch, Need.RUN, ("failed",))
    if present is None:
        return Task(branch, Need.RUN, ("never_run",))
    if present.notebooks != wanted.notebooks:
        changes = _changes(present.notebooks, wanted.notebooks)
        return Task(branch, Need.RUN, changes, plan.stale(present, wanted))
    missing = present.missing_from(plan.layout.branch(branch.id))
    if missing & _NOT_DOCUMENTS:
        return Task(branch, Need.RUN, ("missing",))
    if missing or present.documents != wanted.documents:
        told = _differing(present.documents, wanted.documents)
        return Task(branch, Need.RENDER, ("missing", *told) if missing else told)
    return Task(branch, Need.NOTHING)


def _changes(present: Mapping[str, Mapping[str, str]], wanted: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """What has changed since the chapters were run, each thing once."""
    if present.keys() != wanted.keys():
        return ("notebook",)
    found = [_differing(present[name], wanted[name]) for name in wanted]
    return tuple(dict.fromkeys(what for differing in found for what in differing))


def _differing(present: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in wanted if present.get(name) != wanted[name])
