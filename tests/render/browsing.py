"""Waiting for a page under the house's content policy,
which forbids the browser to evaluate text that it is handed later."""

from __future__ import annotations

import time
from typing import Any

PATIENCE_SECONDS = 30.0


def wait_until(view: Any, condition: str) -> None:
    """Wait until a condition in JavaScript holds; AssertionError with the condition if it does not in time."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not view.evaluate(condition):
        assert time.monotonic() < end, condition
        view.wait_for_timeout(50)
