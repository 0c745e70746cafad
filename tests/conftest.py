"""What tests of several floors share."""

from __future__ import annotations

from pathlib import Path

import pytest

from branchbook.demo import ensure_demo


@pytest.fixture(scope="session")
def demo_inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inputs folder that holds the demo engagement; read it, never write into it."""
    inputs = tmp_path_factory.mktemp("inputs")
    ensure_demo(inputs)
    return inputs
