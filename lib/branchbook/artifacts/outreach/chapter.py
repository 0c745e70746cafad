"""All artifacts of chapter 60, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from branchbook.analyses.claims import Coverage
from branchbook.analyses.ecosystem import Ecosystem
from branchbook.analyses.outreach import Change, Gathering, GatheringStep, Key, Outreach, Reason, Step
from branchbook.artifacts.outreach.development import first_plans, plans
from branchbook.artifacts.rule_table import OUTREACH as RULES
from branchbook.artifacts.rule_table import rule_table
from branchbook.rules import Rules
from branchbook.values.artifact import (
    Artifact,
    ArtifactValue,
    Cell,
    Column,
    FigureData,
    FigureKind,
    Missing,
    Provenance,
    Series,
    SeriesRole,
    TableData,
)
from branchbook.values.quantity import Quantity, Unit, serial
from branchbook.values.wording import Names, Sentence, SentenceValue, Term

CHAPTER = "60_outreach_plan"
TABLES = ("enterprises", "corporate_customers", "staff", "visits", "events")
_MOST_CHANGES = 40
_UNSEEN = "\N{NO-BREAK SPACE}"
"""The name of the hidden series: programs disagree on which entry of a legend a deletion means, so it stays, unseen."""

NAMES = ("reading", "gantt", "weeks", "changes", "advance", "targets", "development", "events", "event_steps", "rules")
"""The names of the chapter's artifacts in the report; ``tasks``, ``moves`` and ``plans`` are for the plan's files
alone.

``moves`` leaves out what is new, which ``tasks`` holds: most of a plan is."""

_LACKS_EVENTS = Missing(Sentence("outreach.lacks_events"))
_TO_COME = Missing(Sentence("outreach.lacks_records"))
"""What a first plan has to say of its progress."""


def made(name: str, value: ArtifactValue, *notes: Sentence) -> Artifact:
    """An artifact of this chapter; its title is the catalog entry ``outreach.title.<name>``."""
    return Artifact(f"{CHAPTER}.{name}", Term(f"outreach.title.{name}"), value, notes, Provenance(CHAPTER, TABLES))


def outreach_artifacts(found: Outreach, ecosystem: Ecosystem, coverage: Coverage, rules: Rules) -> tuple[Artifact, ...]:
    """The artifacts of chapter 60 from its result and those of chapters 40 and 50.

    Without targets that have an owner each of them says so.
    """
    if not found.targets and not found.gatherings:
        lack = Missing(Sentence("outreach.lacks"))
        return tuple(made(name, lack) for name in NAMES)
    every_plan, in_report = plans(found, ecosystem, coverage, rules), int(rules.number("OU3.in_report"))
    return (
        made("reading", tuple(_reading(found))),
        made("gantt", _gantt(found, int(rules.number("OU1.drawn"))), Sentence("outreach.note.gantt")),
        made("weeks", _weeks(found)),
        made("changes", _changes(found), *_counted_changes(found)),
        made("advance", _advance(found)),
        made("targets", _targets(found, int(rules.number("OU1.drawn"))), Sentence("outreach.note.targets")),
        made("development", first_plans(every_plan, in_report), Sentence("outreach.note.development")),
        made("events", _events(found), *_bare_months(found)),
        made("event_steps", _event_steps(found), *_overdue(found.steps)),
        made("rules", rule_table(RULES, rules)),
        made("tasks", _tasks(found)),
        made("moves", _all_changes((one for one in found.changes if one.reason is not Reason.ADDED), found)),
        made("plans", every_plan),
        made("provisional", tuple(_provisional(found))),
    )


def _reading(found: Outreach) -> Iterator[Sentence]:
    plan = found.plan
    coming = [task for task in plan.tasks if not task.done]
    visits = sum(task.key.step is Step.VISIT for task in coming)
    if coming:
        yield Sentence(
            "outreach.reading.plan",
            {
                "targets": len({task.key.target for task in coming}), "visits": visits,
                "people": len({task.owner for task in coming}), "first": coming[0].day, "last": coming[-1].day,
            },
        )  # fmt: skip
    else:
        yield Sentence("outreach.reading.nothing")
    if plan.left:
        yield Sentence("outreach.reading.left", {"count": len(plan.left)})
    yield from _provisional(found)


def _provisional(found: Outreach) -> Iterator[Sentence]:
    if found.plan.provisional:
        years = Names(tuple(str(year) for year in found.plan.provisional))
        yield Sentence("outreach.reading.provisional", {"years": years})


def _span(found: Outreach, target: str) -> tuple[date, date, date]:
    """First task ahead, first visit ahead (the first task where all visits are done) and last task of a target."""
    tasks = [task for task in found.plan.tasks if task.key.target == target and not task.done]
    visits = [task.day for task in tasks if task.key.step is Step.VISIT]
    return tasks[0].day, visits[0] if visits else tasks[0].day, tasks[-1].day


def _gantt(found: Outreach, most: int) -> FigureData | Missing:
    """A bar per target: from its preparation to its first visit, and on to its last follow-up."""
    planned = list(dict.fromkeys(task.key.target for task in found.plan.tasks if not task.done))[:most]
    if not planned:
        return Missing(Sentence("outreach.none.gantt"), to_come=False)
    spans = [_span(found, target) for target in planned]
    serials = [[serial(day) for day in span] for span in spans]
    return FigureData(
        FigureKind.GANTT,
        tuple(found.names.get(target, target) for target in planned),
        (
            Series(_UNSEEN, tuple(start for start, _, _ in serials), SeriesRole.HIDDEN),
            Series(
                Term("outreach.series.preparation"),
                tuple(visit - start for start, visit, _ in serials),
                SeriesRole.PEERS,
            ),
            Series(
                Term("outreach.series.visits"),
                tuple(end - visit + 1 for _, visit, end in serials),
                SeriesRole.BRANCH,
            ),
        ),
        Unit.DATE,
    )  # fmt: skip


def _weeks(found: Outreach) -> TableData | Missing:
    """Visits planned per person and week, a week under the day of its Monday."""
    coming = [task for task in found.plan.tasks if not task.done and task.key.step is Step.VISIT]
    if not coming:
        return Missing(Sentence("outreach.none.gantt"), to_come=False)
    mondays = sorted({_monday(task.day) for task in coming})
    rows: list[tuple[Cell, ...]] = []
    for owner in sorted({task.owner for task in coming}):
        counts = [sum(task.owner == owner and _monday(task.day) == monday for task in coming) for monday in mondays]
        rows.append((owner, *counts, sum(counts)))
    totals = [sum(_monday(task.day) == monday for task in coming) for monday in mondays]
    return TableData(
        (
            Column("owner", Term("outreach.column.owner"), weight=1.4),
            *(Column(monday.isoformat(), f"{monday.month}/{monday.day}", Unit.COUNT) for monday in mondays),
            Column("total", Term("outreach.total"), Unit.COUNT),
        ),
        (*rows, (Term("outreach.total"), *totals, len(coming))),
        marks=((len(rows), "total"),),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _changes(found: Outreach) -> TableData | tuple[Sentence, ...] | Missing:
    """What moved or went; what is new or done is counted below, since the plan and the ledger list it."""
    if found.is_first:
        return _TO_COME
    if not found.previous:
        return (Sentence("outreach.none.previous"),)
    told = [change for change in found.changes if change.reason not in (Reason.ADDED, Reason.DONE)]
    return _all_changes(told[:_MOST_CHANGES], found) if told else (Sentence("outreach.none.changes"),)


def _counted_changes(found: Outreach) -> tuple[Sentence, ...]:
    if not found.changes:
        return ()
    counts = {reason: sum(change.reason is reason for change in found.changes) for reason in Reason}
    moved = len(found.changes) - counts[Reason.ADDED] - counts[Reason.DONE]
    told: dict[str, SentenceValue] = {"done": counts[Reason.DONE], "added": counts[Reason.ADDED], "moved": moved}
    return (Sentence("outreach.note.changes", told),)


def _all_changes(changed: Iterable[Change], found: Outreach) -> TableData:
    columns = (("account", 2.6), ("step", 1.2), ("before", 1.4), ("after", 1.4), ("reason", 2.0))
    return TableData(
        tuple(Column(name, Term(f"outreach.column.{name}"), weight=weight) for name, weight in columns),
        tuple(
            (
                found.names.get(change.key.target, change.key.target), _step(change.key), _day(change.before),
                _day(change.after), Term(f"outreach.reason.{change.reason}"),
            )
            for change in changed
        ),
    )  # fmt: skip


def _step(key: Key) -> Sentence:
    if key.step is Step.PREPARATION:
        return Sentence("outreach.step.preparation")
    return Sentence(f"outreach.step.{key.step}", {"round": key.round})


def _day(day: date | None) -> str | None:
    """A day as it fits into a narrow column, the same in every language."""
    return None if day is None else day.isoformat()


def _advance(found: Outreach) -> tuple[Sentence, ...] | Missing:
    return _TO_COME if found.is_first else tuple(_how_far(found))


def _how_far(found: Outreach) -> Iterator[Sentence]:
    advance = found.advance
    if not found.records:
        yield Sentence("outreach.advance.no_records")
        return
    if advance.completed is not None:
        told: dict[str, SentenceValue] = {"due": advance.due, "made": advance.made}
        yield Sentence("outreach.advance.completed", {**told, "share": Quantity(advance.completed, Unit.SHARE)})
    if advance.converted is not None:
        won: dict[str, SentenceValue] = {"visited": advance.visited, "opened": advance.opened}
        yield Sentence("outreach.advance.converted", {**won, "share": Quantity(advance.converted, Unit.SHARE)})
    if found.progress.dropped:
        yield Sentence("outreach.advance.dropped", {"count": len(found.progress.dropped)})


def _targets(found: Outreach, most: int) -> TableData | Missing:
    """The days of each target (OU1): owner, preparation, visits, last follow-up."""
    planned = list(dict.fromkeys(task.key.target for task in found.plan.tasks if not task.done))[:most]
    if not planned:
        return Missing(Sentence("outreach.none.gantt"), to_come=False)
    owners = {target.id: target.owner for target in found.targets}
    days = found.plan.days
    columns = (
        ("account", 2.4),
        ("owner", 1.2),
        ("preparation", 1.3),
        ("visit", 1.3),
        ("second_visit", 1.3),
        ("follow_up", 1.3),
    )
    return TableData(
        tuple(Column(name, Term(f"outreach.column.{name}"), weight=weight) for name, weight in columns),
        tuple(
            (
                found.names.get(target, target), owners.get(target),
                _day(days.get(Key(target, 1, Step.PREPARATION))), _day(days.get(Key(target, 1, Step.VISIT))),
                _day(days.get(Key(target, 2, Step.VISIT))), _day(_span(found, target)[2]),
            )
            for target in planned
        ),
    )  # fmt: skip


def _events(found: Outreach) -> TableData | tuple[Sentence, ...] | Missing:
    if not found.has_events:
        return _LACKS_EVENTS
    if not found.gatherings:
        return (Sentence("outreach.none.events"),)
    columns = (("day", 1.4), ("event", 2.4), ("kind", 1.2), ("touchpoint", 1.0), ("partner", 1.6), ("owner", 1.0))
    return TableData(
        (
            *(Column(name, Term(f"outreach.column.{name}"), weight=weight) for name, weight in columns),
            Column("invited", Term("outreach.column.invited"), Unit.COUNT),
            Column("attended", Term("outreach.column.attended"), Unit.COUNT),
        ),
        tuple(_event(event) for event in found.gatherings),
    )


def _event(event: Gathering) -> tuple[Cell, ...]:
    kind = Term(f"event_kind.{event.kind}") if event.kind else None
    touchpoint = Term(f"touchpoint.{event.touchpoint}") if event.touchpoint else None
    return (
        _day(event.day), event.name, kind, touchpoint, event.partner or None, event.owner or None, event.invited,
        event.attended,
    )  # fmt: skip


def _bare_months(found: Outreach) -> Iterator[Sentence]:
    """What a month without a business-district day asks for (OU5)."""
    if found.bare_months:
        months = Names(tuple(month.strftime("%Y-%m") for month in found.bare_months))
        yield Sentence("outreach.note.bare_months", {"months": months})


def _event_steps(found: Outreach) -> TableData | tuple[Sentence, ...] | Missing:
    """The six steps of each non-financial event to come (OU5), with what each asks for."""
    if not found.has_events:
        return _LACKS_EVENTS
    if not found.steps:
        return (Sentence("outreach.none.event_steps"),)
    columns = (("event", 2.0), ("step", 1.2), ("due", 1.4), ("owner", 1.0), ("content", 4.4))
    return TableData(
        tuple(Column(name, Term(f"outreach.column.{name}"), weight=weight) for name, weight in columns),
        tuple(
            (
                step.gathering.name, _step_words("event_step", step), _day(step.day), step.gathering.owner or None,
                _step_words("event_content", step),
            )
            for step in found.steps
        ),
    )  # fmt: skip


def _overdue(steps: tuple[GatheringStep, ...]) -> Iterator[Sentence]:
    if any(step.overdue for step in steps):
        yield Sentence("outreach.note.event_overdue")


def _step_words(entry: str, step: GatheringStep) -> Term:
    return Term(f"{entry}.{step.name}")


def _tasks(found: Outreach) -> TableData:
    """Every task, for the ledger, the workbook, calendars and the project file."""
    columns = ("id", "target", "round", "step", "owner", "day", "done")
    return TableData(
        tuple(Column(name, name) for name in columns),
        tuple(
            (t.key.id, t.key.target, t.key.round, t.key.step.value, t.owner, t.day.isoformat(), int(t.done))
            for t in found.plan.tasks
        ),
    )
