"""How far a batch is: a bar on a terminal, plain lines otherwise, JSON lines for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol, TextIO

from tqdm import tqdm

from branchbook.batch.outcome import Cause, Failure, Outcome, State
from branchbook.batch.plan import MEETING, Need, Plan
from branchbook.text import Text
from branchbook.values.branch import WHOLE, Branch


class Progress(Protocol):
    """Told what happens while a plan is carried out."""

    def begin(self, plan: Plan) -> None:
        """The plan starts."""

    def ended(self, outcome: Outcome) -> None:
        """A branch has ended."""

    def end(self) -> None:
        """No more branches will be done."""


class Silent:
    """Says nothing."""

    def begin(self, plan: Plan) -> None:
        """Nothing is said."""

    def ended(self, outcome: Outcome) -> None:
        """Nothing is said."""

    def end(self) -> None:
        """Nothing is said."""


@dataclass
class Lines:
    """One line a branch; branches that needed nothing are counted once."""

    stream: TextIO
    text: Text
    _total: int = 0
    _ended: int = 0

    def begin(self, plan: Plan) -> None:
        """Tell how many branches there are to do."""
        self._total = len(plan.tasks)
        self._say(begun(plan, self.text))

    def ended(self, outcome: Outcome) -> None:
        """A line for a branch that something was done for."""
        if outcome.branch == WHOLE:
            self._say(told(outcome, self.text))
            return
        self._ended += 1
        if outcome.state is not State.CURRENT:
            self._say(f"[{self._ended}/{self._total}] {told(outcome, self.text)}")

    def end(self) -> None:
        """The lines stand as they are."""

    def _say(self, line: str) -> None:
        self.stream.write(line + "\n")
        self.stream.flush()


@dataclass
class Bar:
    """A bar with branches done, failed, rate and time left; a failure is told above it at once."""

    stream: TextIO
    text: Text
    _bar: tqdm[Any] | None = None
    _failed: int = 0

    def begin(self, plan: Plan) -> None:
        """Show the bar, empty."""
        self.stream.write(begun(plan, self.text) + "\n")
        total = sum(task.need is not Need.NOTHING for task in plan.tasks)
        unit = self.text("cli.progress.unit")
        self._bar = tqdm(total=total, unit=unit, file=self.stream, dynamic_ncols=True, disable=not total)
        self._show_failed()

    def ended(self, outcome: Outcome) -> None:
        """Move the bar on."""
        if self._bar is None or outcome.state is State.CURRENT:
            return
        if outcome.failure or outcome.branch == WHOLE:
            self._failed += outcome.failure is not None
            self._bar.write(told(outcome, self.text), file=self.stream)
        self._bar.update(int(outcome.branch != WHOLE))
        self._show_failed()

    def end(self) -> None:
        """Leave the bar standing."""
        if self._bar is not None:
            self._bar.close()

    def _show_failed(self) -> None:
        if self._bar is not None:
            self._bar.set_postfix_str(self.text("cli.progress.failed", count=self._failed))


@dataclass
class JsonLines:
    """One JSON object a line: ``begin``, ``branch`` for each branch as it ends, then ``meeting``."""

    stream: TextIO

    def begin(self, plan: Plan) -> None:
        """Tell how many branches need what."""
        counts = {need.value: sum(task.need is need for task in plan.tasks) for need in Need}
        say_json(self.stream, "begin", engagement=plan.name, language=plan.language, **counts)

    def ended(self, outcome: Outcome) -> None:
        """Tell how a branch ended."""
        failure = outcome.failure
        say_json(
            self.stream,
            "meeting" if outcome.branch == WHOLE else "branch",
            branch=outcome.branch.id,
            name=outcome.branch.name,
            state=outcome.state,
            seconds=round(outcome.seconds, 3),
            failure=vars(failure) if failure else None,
        )

    def end(self) -> None:
        """Whoever asked for the run tells its summary."""


def say_json(stream: TextIO, event: str, **values: Any) -> None:
    """One event as a line of JSON."""
    stream.write(json.dumps({"event": event, **values}, ensure_ascii=False) + "\n")
    stream.flush()


def begun(plan: Plan, text: Text) -> str:
    """How much there is to do."""
    counts = {need.value: sum(task.need is need for task in plan.tasks) for need in Need}
    return text("cli.progress.begun", engagement=plan.name, **counts)


def told(outcome: Outcome, text: Text) -> str:
    """How a branch ended, as a sentence."""
    who = named(outcome.branch, text)
    if outcome.failure is None:
        return text(f"cli.outcome.{outcome.state}", seconds=f"{outcome.seconds:.1f}", **who)
    return text("cli.outcome.failed", why=failure_told(outcome.failure, text), **who)


def named(branch: Branch, text: Text) -> dict[str, str]:
    """What stands for a branch, or for the meeting, in a line: its id and its name."""
    return {"id": branch.id or MEETING, "name": branch.named(text.language)}


def failure_told(failure: Failure, text: Text) -> str:
    """Why a branch failed, as a sentence."""
    cell = str(failure.cell) if failure.cell else "?"
    where = text(f"cli.cause_at.{'cell' if failure.notebook else 'documents'}", notebook=failure.notebook, cell=cell)
    return text(
        f"cli.cause.{_kind(failure)}",
        notebook=failure.notebook,
        cell=cell,
        error=failure.error or text("mark.missing"),
        where=where,
        limit=_limit_told(failure, text),
    )


def _kind(failure: Failure) -> str:
    """The cause, told apart by whether a limit was passed or the machine's own, and whether a cell is known."""
    if failure.cause is Cause.MEMORY and not failure.limit:
        return "memory_short"
    return "disk_in" if failure.cause is Cause.DISK and failure.notebook else failure.cause


def _limit_told(failure: Failure, text: Text) -> str:
    """The limit that was passed, in the unit that people speak of it."""
    if failure.cause is Cause.MEMORY:
        return f"{failure.limit / (1 << 30):.1f} GB"
    if failure.cause is Cause.THREADS:
        return f"{failure.limit:,.0f}"
    return text("cli.seconds", seconds=f"{failure.limit:g}")
