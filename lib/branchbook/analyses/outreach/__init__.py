"""The outreach plan (外拓计划): OU1 to OU3 and OU5, pure.

Public, in the order of the story: targets and records, progress, limits, the plan, what changed.
"""

from branchbook.analyses.outreach.changes import Change, Reason, changes
from branchbook.analyses.outreach.outreach import Advance, Gathering, Outreach, outreach
from branchbook.analyses.outreach.plan import Limits, Plan, make_plan
from branchbook.analyses.outreach.tasks import Key, Progress, Record, Status, Step, Target, Task, progress

__all__ = [
    "Advance",
    "Change",
    "Gathering",
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
    "make_plan",
    "outreach",
    "progress",
]
