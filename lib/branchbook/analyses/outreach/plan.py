"""The outreach plan: who does what for which target on which day, made anew from what has happened (OU1, OU2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from branchbook.analyses.outreach.nearness import near
from branchbook.analyses.outreach.tasks import Key, Progress, Step, Target, Task
from branchbook.rules import Rules
from branchbook.values.workdays import Workdays


@dataclass(frozen=True)
class Limits:
    """What a plan must keep; all spans are working days.

    ``visits`` is the most visits of a person on a day, ``desk`` the most preparations and follow-ups together;
    ``off`` are days on which a person makes no visits (an event of one's own).
    """

    visits: Mapping[str, int]
    desk: int
    preparation_days: int
    follow_up_days: int
    between_visits: int
    near_km: float
    weeks: int
    off: Mapping[str, frozenset[date]] = field(default_factory=dict)

    @classmethod
    def of(cls, rules: Rules, people: Mapping[str, str], off: Mapping[str, frozenset[date]] | None = None) -> Limits:
        """The limits of an engagement (OU1) for people, given as id to position."""
        by_position = rules.mapping("OU1.visits_per_day")
        return cls(
            {person: int(by_position[position]) for person, position in people.items()},
            int(rules.number("OU1.desk_tasks_per_day")),
            int(rules.number("OU1.preparation_days")),
            int(rules.number("OU1.follow_up_days")),
            int(rules.number("OU1.days_between_visits")),
            rules.number("OU1.near_km"),
            int(rules.number("OU1.weeks")),
            off or {},
        )


@dataclass(frozen=True)
class Plan:
    """Tasks in the order of days; ``left`` are targets with visits that found no day before ``last``.

    ``provisional`` names the years whose holidays are not announced yet, so that the plan's days there may shift.
    """

    tasks: tuple[Task, ...]
    first: date
    last: date
    left: tuple[str, ...]
    provisional: tuple[int, ...]

    @property
    def days(self) -> Mapping[Key, date]:
        """Every task's day, by key."""
        return {task.key: task.day for task in self.tasks}


@dataclass
class _Diary:
    """One person's days while they are being filled;
    ``held`` are desk tasks that have a place until theirs is known."""

    owner: str
    limits: Limits
    workdays: Workdays
    visits: dict[date, list[Target]] = field(default_factory=dict)
    desk: dict[date, set[Key]] = field(default_factory=dict)
    held: set[Key] = field(default_factory=set)

    def has_visit_room(self, day: date) -> bool:
        free = day not in self.limits.off.get(self.owner, frozenset())
        return free and len(self.visits.get(day, ())) < self.limits.visits.get(self.owner, 0)

    def desk_day(self, key: Key, days: Iterable[date]) -> date | None:
        """The first of these days with room at the desk;
        a place that is held is there for tasks of its target alone."""
        own = {held for held in self.held if held.target == key.target} | {key}
        return next((day for day in days if len(self.desk.get(day, set()) - own) < self.limits.desk), None)

    def hold_desk(self, key: Key, day: date) -> None:
        """Hold a place for the task until its day is known."""
        self.held.add(key)
        self.desk.setdefault(day, set()).add(key)

    def take_desk(self, key: Key, day: date) -> None:
        """Give the task this day at the desk, and up whatever place was held for it."""
        self.give_up([key])
        self.desk.setdefault(day, set()).add(key)

    def give_up(self, keys: Iterable[Key]) -> None:
        """Give up the places that are held for these tasks."""
        for key in set(keys) & self.held:
            self.held.remove(key)
            for taken in self.desk.values():
                taken.discard(key)


def make_plan(
    targets: Iterable[Target],
    progress: Progress,
    previous: Mapping[Key, date],
    limits: Limits,
    workdays: Workdays,
    as_of: date,
) -> Plan:
    """Plan from the first working day after ``as_of`` over ``limits.weeks`` weeks.

    What is done stays on its day. A task with a day in ``previous`` (the last plan, or a day that a person asked for)
    keeps it where it still can; one whose day has passed goes before everything new; nothing moves to an earlier day.
    Then, day by day and person by person, the target of highest priority is visited, and the day is filled with
    targets near it before others. A visit has its preparation ``preparation_days`` before (done earlier is done) and
    its follow-up within ``follow_up_days``; a next visit comes ``between_visits`` later at the earliest.
    """
    first = workdays.on_or_after(as_of + timedelta(days=1))
    last = workdays.on_or_before(first + timedelta(weeks=limits.weeks) - timedelta(days=1))
    days = workdays.between(first, last)
    by_owner: dict[str, list[Target]] = {}
    for target in sorted(targets, key=_rank):
        if target.id not in progress.dropped:
            by_owner.setdefault(target.owner, []).append(target)
    done, planned, left = [], [], []
    wanted = {**previous, **{key: day for key, day in progress.asked.items() if day > as_of}}
    for owner, own in sorted(by_owner.items()):
        done += _done(own, progress)
        scheduler = _Scheduler(_Diary(owner, limits, workdays), own, progress, wanted, days)
        planned += scheduler.tasks()
        left += scheduler.left
    tasks = sorted([*done, *planned], key=_order)
    return Plan(tuple(tasks), first, last, tuple(left), workdays.provisional_years(task.day for task in planned))


def _rank(target: Target) -> tuple[int, str]:
    return target.priority, target.id


def _order(task: Task) -> tuple[date, str, Key]:
    return task.day, task.owner, task.key


def _done(targets: Sequence[Target], progress: Progress) -> list[Task]:
    owners = {target.id: target.owner for target in targets}
    return [Task(key, owners[key.target], day, True) for key, day in progress.done.items() if key.target in owners]


@dataclass
class _Scheduler:
    """Fills one person's diary, day by day."""

    diary: _Diary
    targets: Sequence[Target]
    progress: Progress
    wanted: Mapping[Key, date]
    days: Sequence[date]
    left: list[str] = field(default_factory=list)
    made: dict[Key, date] = field(default_factory=dict)

    def tasks(self) -> list[Task]:
        open_visits = {target.id: self._next_round(target) for target in self.targets}
        waiting = [target for target in self.targets if open_visits[target.id] <= self._rounds(target)]
        self._keep_places(waiting)
        self._owed_follow_ups()
        self._fill(waiting, open_visits)
        # places that were held and not needed may have stood in the way of others
        self.diary.give_up(tuple(self.diary.held))
        self._fill(waiting, open_visits)
        self.left += [target.id for target in waiting]
        return [Task(key, self.diary.owner, day) for key, day in self.made.items()]

    def _fill(self, waiting: list[Target], open_visits: dict[str, int]) -> None:
        """Visit whoever can be visited, day by day; takes those with no visit ahead any more from ``waiting``."""
        for day in self.days:
            while target := self._best(waiting, open_visits, day):
                self._visit(target, open_visits[target.id], day)
                open_visits[target.id] += 1
                if open_visits[target.id] > self._rounds(target):
                    waiting.remove(target)

    def _keep_places(self, waiting: Sequence[Target]) -> None:
        """Desk tasks of the last plan keep their place until it is known that they can't."""
        open_ids = {target.id for target in waiting}
        for key, day in sorted(self.wanted.items()):
            is_desk = key.step is not Step.VISIT and key not in self.progress.done
            if is_desk and key.target in open_ids and day in self.days and self.diary.desk_day(key, [day]):
                self.diary.hold_desk(key, day)

    def _rounds(self, target: Target) -> int:
        return 0 if target.id in self.progress.ended else target.visits

    def _next_round(self, target: Target) -> int:
        done = [key.round for key in self.progress.done if key.target == target.id and key.step is Step.VISIT]
        return max(done, default=0) + 1

    def _owed_follow_ups(self) -> None:
        """Visits that have happened and were not followed up yet: on the first days, late or not."""
        own = {target.id for target in self.targets}
        for key in sorted(self.progress.done):
            owed = Key(key.target, key.round, Step.FOLLOW_UP)
            if key.step is Step.VISIT and key.target in own and owed not in self.progress.done:
                start = self.diary.workdays.shifted(self.progress.done[key], 1)
                earliest = max(start, self.wanted.get(owed, start))
                self._put(owed, self.diary.desk_day(owed, [day for day in self.days if day >= earliest]))

    def _best(self, waiting: Sequence[Target], rounds: Mapping[str, int], day: date) -> Target | None:
        """Who is visited next on this day:
        kept days first, then overdue ones, then near the day's others, then rank."""
        if not self.diary.has_visit_room(day):
            return None
        there = self.diary.visits.get(day, [])
        ready = [target for target in waiting if self._can_visit(target, rounds[target.id], day)]

        def turn(target: Target) -> tuple[bool, bool, bool, int, str]:
            before = self.wanted.get(Key(target.id, rounds[target.id], Step.VISIT))
            kept, overdue = before == day, before is not None and before < day
            close = any(near(target, other, self.diary.limits.near_km) for other in there)
            return not kept, not overdue, not close, *_rank(target)

        return min(ready, key=turn, default=None)

    def _can_visit(self, target: Target, round_: int, day: date) -> bool:
        key = Key(target.id, round_, Step.VISIT)
        return (
            self.wanted.get(key, day) <= day
            and self._earliest(target, round_) <= day
            and bool(self._prepared(target.id, round_) or self._preparation_day(target.id, day))
            and self._follow_up_day(target.id, round_, day) is not None
        )

    def _earliest(self, target: Target, round_: int) -> date:
        before = self._day(Key(target.id, round_ - 1, Step.VISIT))
        followed = self._day(Key(target.id, round_ - 1, Step.FOLLOW_UP))
        if before is None:
            return self.days[0]
        gap = self.diary.workdays.shifted(before, self.diary.limits.between_visits)
        return max(gap, self.diary.workdays.shifted(followed, 1)) if followed else gap

    def _day(self, key: Key) -> date | None:
        return self.progress.done.get(key) or self.made.get(key)

    def _prepared(self, target: str, round_: int) -> bool:
        return round_ > 1 or Key(target, 1, Step.PREPARATION) in self.progress.done

    def _preparation_day(self, target: str, visit: date) -> date | None:
        latest = self.diary.workdays.shifted(visit, -self.diary.limits.preparation_days)
        possible = [day for day in reversed(self.days) if day <= latest]
        key = Key(target, 1, Step.PREPARATION)
        before = self.wanted.get(key)
        return self.diary.desk_day(key, [*(day for day in possible if day == before), *possible])

    def _follow_up_day(self, target: str, round_: int, visit: date) -> date | None:
        possible = [
            self.diary.workdays.shifted(visit, count) for count in range(1, self.diary.limits.follow_up_days + 1)
        ]
        key = Key(target, round_, Step.FOLLOW_UP)
        before = self.wanted.get(key)
        return self.diary.desk_day(key, [*(day for day in possible if day == before), *possible])

    def _visit(self, target: Target, round_: int, day: date) -> None:
        if not self._prepared(target.id, round_):
            self._put(Key(target.id, 1, Step.PREPARATION), self._preparation_day(target.id, day))
        self.made[Key(target.id, round_, Step.VISIT)] = day
        self.diary.visits.setdefault(day, []).append(target)
        self._put(Key(target.id, round_, Step.FOLLOW_UP), self._follow_up_day(target.id, round_, day))

    def _put(self, key: Key, day: date | None) -> None:
        if day is not None:
            self.made[key] = day
            self.diary.take_desk(key, day)
