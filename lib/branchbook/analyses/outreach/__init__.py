"""The outreach plan (外拓计划): OU1 to OU3 and OU5, pure.

Public, in the order of the story: targets and records, progress, limits, the plan, what changed,
events.
"""

from branchbook.analyses.outreach.changes import Change, Reason, changes
from branchbook.analyses.outreach.gatherings import (
    Gathering,
    GatheringStep,
    gathering_steps,
    gatherings,
    months_without_district_day,
)
from branchbook.analyses.outreach.outreach import Advance, Outreach, outreach
from branchbook.analyses.outreach.plan import Limits, Plan, make_plan
from branchbook.analyses.outreach.tasks import Key, Progress, Record, Status, Step, Target, Task, progress

__all__ = [
    "Advance",
    "Change",
    "Gathering",
    "GatheringStep",
    "Key",
    "Limits",
    "Outreach",
    "Plan",
    "Progress",
    "Reason",
    "Record",
    "Status",
    "Step",
    "Target",
    "Task",
    "changes",
    "gathering_steps",
    "gatherings",
    "make_plan",
    "months_without_district_day",
    "outreach",
    "progress",
]
