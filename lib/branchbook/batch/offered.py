"""What papermill finds under the name ``branchbook``: the warm engine, brought when a notebook is to be run by it.

papermill loads every engine that is offered to it while it is being imported itself, which our own engine begins with;
so what is offered imports nothing before it is used.
"""

from __future__ import annotations

from typing import Any


class OfferedEngine:
    """Stands for the warm engine until it is asked for anything."""

    def __getattr__(self, name: str) -> Any:
        from branchbook.batch.warm import WarmEngine

        return getattr(WarmEngine, name)


ENGINE = OfferedEngine()
