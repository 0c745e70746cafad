"""A command that only looks whether anything has changed does not wait for what draws and solves."""

from __future__ import annotations

import subprocess
import sys

LOOKING = "import branchbook.cli.batch, branchbook.cli.main, branchbook.cli.status, sys; print(*sys.modules)"


def test_looking_for_changes_imports_neither_drawing_nor_solving_nor_kernels() -> None:
    answer = subprocess.run([sys.executable, "-c", LOOKING], capture_output=True, check=True, encoding="utf-8")
    imported = set(answer.stdout.split())
    assert "branchbook.cli.status" in imported
    assert not imported & {"matplotlib", "scipy", "papermill", "nbformat", "IPython", "distributed", "pptx"}
