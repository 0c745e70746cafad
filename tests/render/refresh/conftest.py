"""The report on which the tests of this folder work."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.render.refresh.desk import Desk, sample


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the sample report written for the first time."""
    desk = Desk(tmp_path)
    desk.write(sample())
    return desk
