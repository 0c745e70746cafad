"""Random outreach plans and a checker that knows the rules of OU1 and OU2 and nothing of how plans are made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import strategies as st

from branchbook.analyses.outreach import Key, Limits, Plan, Progress, Step, Target
from branchbook.values.workdays import Workdays

WORKDAYS = Workdays({date(2026, 3, 18): False, date(2026, 3, 21): True})
AS_OF = date(2026, 2, 10)  # six days before the Spring Festival of 2026 with its make-up days


def targets(most: int = 14) -> st.SearchStrategy[list[Target]]:
    """Targets "T0", "T1" … of three people."""
    one = st.builds(
        Target,
        id=st.just(""),
        owner=st.sampled_from(["S1", "S2", "S3"]),
        priority=st.integers(1, 4),
        visits=st.integers(0, 3),
        point=st.one_of(st.none(), st.tuples(st.sampled_from([121.5, 121.505, 121.6]), st.just(29.8))),
        area=st.sampled_from(["", "东街", "西街"]),
    )
    return st.lists(one, max_size=most).map(
        lambda found: [Target(f"T{n:02d}", t.owner, t.priority, t.visits, t.point, t.area) for n, t in enumerate(found)]
    )


def limits() -> st.SearchStrategy[Limits]:
    """Tight and wide limits, with days off."""
    off = st.frozensets(st.integers(1, 40).map(lambda n: AS_OF + timedelta(days=n)), max_size=4)
    return st.builds(
        Limits,
        visits=st.fixed_dictionaries({name: st.integers(0, 3) for name in ("S1", "S2", "S3")}),
        desk=st.integers(1, 4),
        preparation_days=st.integers(0, 3),
        follow_up_days=st.integers(1, 3),
        between_visits=st.integers(1, 8),
        near_km=st.just(2.0),
        weeks=st.integers(1, 8),
        off=st.fixed_dictionaries({"S1": off}),
    )


def broken_rules(
    plan: Plan, targets: Iterable[Target], progress: Progress, limits: Limits, workdays: Workdays, as_of: date
) -> list[str]:
    """Every rule that a plan breaks, in words."""
    known = {target.id: target for target in targets}
    coming = [task for task in plan.tasks if not task.done]
    broken = [f"{task.key.id} is dated {task.day}, which has passed" for task in coming if task.day <= as_of]
    broken += [
        f"{task.key.id} on {task.day}, which is not worked" for task in coming if not workdays.is_workday(task.day)
    ]
    broken += [f"{key.id} was done and is planned on {plan.days.get(key)}" for key, day in progress.done.items()
               if key.target in known and key.target not in progress.dropped and plan.days.get(key) != day]  # fmt: skip
    broken += [f"{task.key.id} belongs to {known[task.key.target].owner}" for task in coming
               if task.owner != known[task.key.target].owner]  # fmt: skip
    broken += [f"{task.key.id} on {task.day}, before {progress.asked[task.key]}, which was asked for" for task in coming
               if task.key.step is Step.VISIT and task.day < progress.asked.get(task.key, task.day)]  # fmt: skip
    broken += [f"{task.key.target} was cancelled" for task in coming if task.key.target in progress.dropped]
    broken += _limits_broken(plan, limits)
    broken += _forgotten(plan, known.values(), progress, limits, workdays, as_of)
    for target in known.values():
        broken += _chain_broken(plan, target, progress, limits, workdays)
    if len(plan.days) != len(plan.tasks):
        broken.append("a task stands twice")
    return broken


def _limits_broken(plan: Plan, limits: Limits) -> list[str]:
    coming = [task for task in plan.tasks if not task.done]
    visits = Counter((task.owner, task.day) for task in coming if task.key.step is Step.VISIT)
    desk = Counter((task.owner, task.day) for task in coming if task.key.step is not Step.VISIT)
    broken = [f"{count} visits of {owner} on {day}" for (owner, day), count in visits.items()
              if count > limits.visits.get(owner, 0)]  # fmt: skip
    broken += [f"{count} desk tasks of {owner} on {day}" for (owner, day), count in desk.items() if count > limits.desk]
    broken += [f"{owner} is off on {day}" for owner, day in visits if day in limits.off.get(owner, frozenset())]
    return broken


def _forgotten(
    plan: Plan, targets: Iterable[Target], progress: Progress, limits: Limits, workdays: Workdays, as_of: date
) -> list[str]:
    """Visits that are in no plan and not told as left, or left although their owner had a day for them."""
    broken = []
    for target in targets:
        visited = {key.round for key in plan.days if key.target == target.id and key.step is Step.VISIT}
        wanted = target.visits if target.id not in progress.dropped | progress.ended else 0
        lacking = [number for number in range(1, wanted + 1) if number > max(visited, default=0)]
        if bool(lacking) != (target.id in plan.left):
            broken.append(f"{target.id} lacks rounds {lacking} and is {'' if target.id in plan.left else 'not '}left")
        if lacking and (day := _free_day(plan, target, lacking[0], progress, limits, workdays, as_of)):
            broken.append(f"{target.id} is left although {target.owner} could visit it on {day}")
    return broken


def _free_day(
    plan: Plan, target: Target, number: int, progress: Progress, limits: Limits, workdays: Workdays, as_of: date
) -> date | None:
    """A day on which everything that belongs to this visit would have room, beside all that is planned."""
    coming = [task for task in plan.tasks if not task.done and task.owner == target.owner]
    visits = Counter(task.day for task in coming if task.key.step is Step.VISIT)
    desk = Counter(task.day for task in coming if task.key.step is not Step.VISIT)
    span = [as_of + timedelta(days=n) for n in range(1, limits.weeks * 7 + 1)]
    days = [day for day in span if workdays.is_workday(day) and day <= plan.last]
    before = plan.days.get(Key(target.id, number - 1, Step.VISIT))
    followed = plan.days.get(Key(target.id, number - 1, Step.FOLLOW_UP))
    prepared = number > 1 or Key(target.id, 1, Step.PREPARATION) in progress.done
    for day in days:
        if visits[day] >= limits.visits.get(target.owner, 0) or day in limits.off.get(target.owner, frozenset()):
            continue
        if before and _workdays_between(before, day, workdays) < limits.between_visits:
            continue
        if (followed and followed >= day) or progress.asked.get(Key(target.id, number, Step.VISIT), day) > day:
            continue
        early = [d for d in days if d <= day and _workdays_between(d, day, workdays) >= limits.preparation_days]
        late = [day + timedelta(days=n) for n in range(1, 40)]
        late = [d for d in late if workdays.is_workday(d)][: limits.follow_up_days]
        free_before = [d for d in early if desk[d] < limits.desk]
        free_after = [d for d in late if desk[d] < limits.desk]
        if free_after and (prepared or free_before):
            return day
    return None


def _chain_broken(plan: Plan, target: Target, progress: Progress, limits: Limits, workdays: Workdays) -> list[str]:
    broken = []
    days = {key: day for key, day in plan.days.items() if key.target == target.id}
    visits = sorted(key.round for key in days if key.step is Step.VISIT)
    if visits and visits != list(range(visits[0], visits[0] + len(visits))):
        broken.append(f"{target.id} is visited in rounds {visits}")
    coming = [number for number in visits if Key(target.id, number, Step.VISIT) not in progress.done]
    if coming and (coming[-1] > target.visits or target.id in progress.ended):
        broken.append(f"{target.id} is visited too often")
    for number in coming:
        visit = days[Key(target.id, number, Step.VISIT)]
        prepared = days.get(Key(target.id, 1, Step.PREPARATION))
        if number == 1 and prepared is None:
            broken.append(f"{target.id} is not prepared")
        not_early = prepared and Key(target.id, 1, Step.PREPARATION) not in progress.done and number == 1
        if not_early and _workdays_between(prepared, visit, workdays) < limits.preparation_days:
            broken.append(f"{target.id} is prepared on {prepared} and visited on {visit}")
        followed = days.get(Key(target.id, number, Step.FOLLOW_UP))
        if followed is None or not 1 <= _workdays_between(visit, followed, workdays) <= limits.follow_up_days:
            broken.append(f"{target.id} is visited on {visit} and followed up on {followed}")
        before = days.get(Key(target.id, number - 1, Step.VISIT))
        if before and _workdays_between(before, visit, workdays) < limits.between_visits:
            broken.append(f"{target.id} is visited on {before} and again on {visit}")
        before_follow = days.get(Key(target.id, number - 1, Step.FOLLOW_UP))
        if before_follow and before_follow >= visit:
            broken.append(f"{target.id} is visited again before it was followed up")
    return broken


def _workdays_between(first: date, last: date, workdays: Workdays) -> int:
    """Working days after first up to last; negative if last comes first."""
    if last < first:
        return -1
    return sum(workdays.is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
