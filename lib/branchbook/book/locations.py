"""Where inputs and outputs lie. Never a notebook's parameter, so that no path of a machine gets into a notebook.

The environment tells: ``BRANCHBOOK_INPUTS``, ``BRANCHBOOK_OUTPUTS`` (defaults: the workbook's own ``inputs/`` and
``outputs/``), and in a batch ``BRANCHBOOK_BRANCH_FOLDER``, the scratch folder of the branch being run.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from branchbook.values.places import HOUSE, safe_part

DECISIONS = "decisions"
"""The folder of an engagement in which chapters keep what people decide; all else there is the consultant's."""


@dataclass(frozen=True)
class Locations:
    """The folders of this run; ``scratch`` is given while a batch runs a branch or the meeting."""

    inputs: Path
    outputs: Path
    scratch: Path | None = None

    @classmethod
    def from_environment(cls) -> Locations:
        """The folders that the environment names."""
        scratch = os.environ.get("BRANCHBOOK_BRANCH_FOLDER")
        return cls(
            Path(os.environ.get("BRANCHBOOK_INPUTS") or HOUSE / "inputs"),
            Path(os.environ.get("BRANCHBOOK_OUTPUTS") or HOUSE / "outputs"),
            Path(scratch) if scratch else None,
        )

    def engagement(self, name: str) -> Path:
        """The folder in which an engagement's data stand."""
        return self.inputs / name

    def outputs_of(self, name: str) -> Path:
        """The folder of everything that is made for an engagement."""
        return self.outputs / safe_part(name)

    def branch(self, name: str, branch_id: str) -> Path:
        """The folder of everything that is made for a branch."""
        return self.scratch or self.result(name, branch_id)

    def result(self, name: str, branch_id: str) -> Path:
        """Where a branch's finished results stand, whatever is being made now."""
        return self.outputs_of(name) / "branches" / safe_part(branch_id)

    def failed(self, name: str, branch_id: str) -> Path:
        """What is left of a branch's last run, where that failed."""
        return self.outputs_of(name) / "failed" / safe_part(branch_id)

    def meeting(self, name: str) -> Path:
        """The folder of everything that is made for the whole engagement's summary meeting."""
        return self.scratch or self.outputs_of(name) / "meeting"
