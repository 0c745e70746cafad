"""A queue in front of windows: first come, first served, by windows that open and close in the course of the day.

The waits of the demo bank are not drawn; they follow from who comes when, how long each takes, and what is open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """Someone who takes a ticket. All times are seconds; ``patience`` is how long this person waits before leaving."""

    taken: int
    service: int
    patience: int


NEVER = 10**9
"""A second after every day's end: when a window that has closed for good calls next."""


@dataclass(frozen=True)
class Shift:
    """A stretch of the day in which a window calls tickets: from ``opens``, and no more from ``closes`` on.

    Without ``closes`` it goes on until everyone has been called.
    """

    opens: int
    closes: int = NEVER


@dataclass(frozen=True)
class Window:
    """A window with its shifts in the order of the day."""

    number: str
    shifts: tuple[Shift, ...]

    def next_call(self, ready: int) -> int:
        """The first second from ``ready`` on at which this window may call a ticket, or NEVER."""
        for shift in self.shifts:
            if ready < shift.closes:
                return max(ready, shift.opens)
        return NEVER


@dataclass(frozen=True)
class Call:
    """How a visit went: which window called it when, and when it was done; ``finished`` is None for who had left."""

    window: str
    called: int
    finished: int | None


NO_SHOW_SECONDS = 25
"""What a window loses on calling someone who has left."""


def serve(visits: Sequence[Visit], windows: Sequence[Window]) -> list[Call]:
    """Call the visits, given in the order of their tickets, each at the first window that is free and open.

    A person whose patience ends before the call has left; the window calls in vain and goes on with the next.
    At least one window must stay open until everyone has been called.
    """
    free = [window.shifts[0].opens for window in windows]
    calls = []
    for visit in visits:
        times = [window.next_call(max(visit.taken, ready)) for window, ready in zip(windows, free, strict=True)]
        called = min(times)
        chosen = times.index(called)
        has_left = called - visit.taken > visit.patience
        free[chosen] = called + (NO_SHOW_SECONDS if has_left else visit.service)
        calls.append(Call(windows[chosen].number, called, None if has_left else free[chosen]))
    return calls
