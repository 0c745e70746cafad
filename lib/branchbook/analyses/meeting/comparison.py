"""Before and after, against branches that were not coached (DX7, SM3): difference in differences on branch level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from branchbook.analyses.meeting.coaching import Coaching
from branchbook.analyses.meeting.contrast import Contrast, contrast, seed_of
from branchbook.analyses.meeting.periods import Panel, Periods, changes, panel, periods
from branchbook.indicators.intervals import LEVEL
from branchbook.indicators.monthly import MEASURES, Course, Measure
from branchbook.rules import Rules


class Effect(StrEnum):
    """What a comparison allows to say."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"  #: no difference beyond chance
    DIVERGED = "diverged"  #: the two groups went different ways before, already
    FEW = "few"  #: too few branches on a side


@dataclass(frozen=True)
class OwnChange:
    """A coached branch: its figure before and after, its change, and the change beyond that of the others."""

    before: float
    after: float
    change: float
    beyond: float


@dataclass(frozen=True)
class Comparison:
    """One measure. ``coached`` and ``others`` are mean changes; ``earlier`` is the same comparison between the halves
    of the months before, None where there are too few of them; ``months`` are the fewest and the most months before
    and after over the coached branches; ``left_out`` are coached branches without the figures."""

    measure: Measure
    effect: Effect
    coached: float
    others: float
    contrast: Contrast
    earlier: Contrast | None
    coached_branches: int
    other_branches: int
    months_before: tuple[int, int]
    months_after: tuple[int, int]
    own: Mapping[str, OwnChange]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class MonthlyCourse:
    """The mean course of both groups by month; books as an index whose mean before the first start is 100."""

    measure: Measure
    indexed: bool
    months: tuple[pd.Timestamp, ...]
    coached: tuple[float | None, ...]
    others: tuple[float | None, ...]


def comparisons(series: pd.DataFrame, coached: Coaching, rules: Rules) -> tuple[Comparison, ...]:
    """Every measure that has whole months before and after on both sides.

    The change of a coached branch is held against the mean change of the branches not coached over the very same
    calendar months, so that starts at different times and seasons do no harm (Callaway and Sant'Anna 2021,
    "Difference-in-Differences with multiple time periods", Journal of Econometrics 225, with never-treated branches and
    one mean over all coached ones). Assumes that without coaching both groups would have changed alike; the halves of
    the months before show whether they did until then.
    """
    found = (_comparison(panel(measure, series), coached, rules) for measure in MEASURES)
    return tuple(one for one in found if one is not None)


@dataclass(frozen=True)
class _Sides:
    """Changes of coached branches, the same less the others' mean over the same months, and the others' changes."""

    own: Mapping[str, OwnChange]
    beyond: pd.Series
    others: pd.Series


def _comparison(panel: Panel, coached: Coaching, rules: Rules) -> Comparison | None:
    around = {
        branch_id: found
        for branch_id, start in coached.starts.items()
        if branch_id in panel.value.index and (found := periods(start, panel.months, rules)) is not None
    }
    sides = _sides(panel, around, coached, rules)
    if sides is None:
        return None
    now = _contrast(panel.measure, sides, rules, "")
    before = _earlier(panel, around, coached, rules)
    used = [around[branch_id] for branch_id in sides.own]
    return Comparison(
        measure=panel.measure,
        effect=_effect(panel.measure, sides, now, before, rules),
        coached=float(np.mean([own.change for own in sides.own.values()])),
        others=float(sides.others.mean()),
        contrast=now,
        earlier=before,
        coached_branches=len(sides.own),
        other_branches=len(sides.others),
        months_before=_span([len(one.before) for one in used]),
        months_after=_span([len(one.after) for one in used]),
        own=sides.own,
        left_out=tuple(branch_id for branch_id in coached.starts if branch_id not in sides.own),
    )


def _sides(panel: Panel, around: Mapping[str, Periods], coached: Coaching, rules: Rules) -> _Sides | None:
    """Both sides; None where one has no branch. A branch not coached counts by its mean over the periods of all coached
    ones, and only where it has figures in each of them."""
    least = rules.number(f"DX9.minimum_sample.{panel.measure.least}") if panel.measure.least else 1.0
    by_periods = {one: changes(panel, one, least) for one in dict.fromkeys(around.values())}
    known = {branch_id: one for branch_id, one in around.items() if pd.notna(by_periods[one].change[branch_id])}
    others = pd.DataFrame(
        {branch_id: by_periods[one].change.reindex(coached.others) for branch_id, one in known.items()}
    ).dropna()
    if not known or others.empty:
        return None
    own = {
        branch_id: OwnChange(
            float(by_periods[one].before[branch_id]),
            float(by_periods[one].after[branch_id]),
            float(by_periods[one].change[branch_id]),
            float(by_periods[one].change[branch_id] - others[branch_id].mean()),
        )
        for branch_id, one in known.items()
    }
    return _Sides(own, pd.Series({branch_id: one.beyond for branch_id, one in own.items()}), others.mean(axis=1))


def _contrast(measure: Measure, sides: _Sides, rules: Rules, which: str) -> Contrast:
    others = (sides.others - sides.others.mean()).to_numpy()
    seed = seed_of([measure.name, which, *sides.beyond.index, "", *sides.others.index])
    return contrast(sides.beyond.to_numpy(), others, int(rules.number("SM3.permutations")), seed)


def _earlier(panel: Panel, around: Mapping[str, Periods], coached: Coaching, rules: Rules) -> Contrast | None:
    """The same comparison between the halves of the months before."""
    least = int(rules.number("SM3.least_months")) if panel.measure.course is not Course.STOCK else 2
    halves = {branch_id: one.halves for branch_id, one in around.items() if min(map(len, _parts(one.halves))) >= least}
    sides = _sides(panel, halves, coached, rules) if halves else None
    if sides is None or _too_few(sides, rules):
        return None
    return _contrast(panel.measure, sides, rules, "earlier")


def _parts(around: Periods) -> tuple[tuple[pd.Timestamp, ...], tuple[pd.Timestamp, ...]]:
    return around.before, around.after


def _too_few(sides: _Sides, rules: Rules) -> bool:
    least = rules.mapping("SM3.least_branches")
    return len(sides.own) < least["coached"] or len(sides.others) < least["others"]


def _effect(measure: Measure, sides: _Sides, now: Contrast, before: Contrast | None, rules: Rules) -> Effect:
    """A difference counts when both the interval and the permutation test rule out chance at the 95 % level."""
    if _too_few(sides, rules):
        return Effect.FEW
    if not _beyond_chance(now):
        return Effect.UNCLEAR
    weighty = rules.number("SM3.diverged") * abs(now.difference)
    if before is not None and _beyond_chance(before) and abs(before.difference) >= weighty:
        return Effect.DIVERGED
    return Effect.BETTER if measure.sign * now.difference > 0 else Effect.WORSE


def _beyond_chance(found: Contrast) -> bool:
    excludes = found.low is not None and found.high is not None and (found.low > 0 or found.high < 0)
    return excludes and found.p <= 1 - LEVEL


def _span(counts: list[int]) -> tuple[int, int]:
    return min(counts), max(counts)


def course(series: pd.DataFrame, compared: Comparison, coached: Coaching) -> MonthlyCourse:
    """The mean course of the branches that a comparison rests on, by month."""
    whole = panel(compared.measure, series)
    indexed = compared.measure.course is not Course.SAMPLE
    values = whole.value
    if indexed:
        before = [month for month in whole.months if month < pd.Timestamp(coached.first).replace(day=1)]
        base = values[before].mean(axis=1)
        values = 100 * values.div(base.where(base > 0), axis=0)
    groups = (tuple(compared.own), coached.others)
    lines = [values.reindex(group).mean(axis=0) for group in groups]
    known = [tuple(None if pd.isna(value) else float(value) for value in line) for line in lines]
    return MonthlyCourse(compared.measure, indexed, whole.months, known[0], known[1])
