"""What tests of several floors share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from branchbook.demo import ensure_demo

# The suite tries the same cases on every machine, so that its verdict is about the code; with
# --hypothesis-profile=search it looks for others.
settings.register_profile("suite", derandomize=True)
settings.register_profile("search")
settings.load_profile("suite")


@pytest.fixture(scope="session")
def demo_inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An inputs folder that holds the demo engagement; read it, never write into it."""
    inputs = tmp_path_factory.mktemp("inputs")
    ensure_demo(inputs)
    return inputs
