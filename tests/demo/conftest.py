"""The tables of the demo bank, computed once for its tests."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from branchbook.demo import demo_tables


@pytest.fixture(scope="session")
def tables() -> Mapping[str, pd.DataFrame]:
    return demo_tables()
