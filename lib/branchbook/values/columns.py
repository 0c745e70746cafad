"""The columns that hold a branch's rows: their types, and the rows as a chapter reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

WORDS = pd.StringDtype("python", na_value=np.nan)
"""Words as Python has them: a branch has hundreds of rows,
for which Arrow's functions take longer to call than to run."""


Row = dict[str, Any]
"""A row's values by the names of their columns, as Python has them: missing numbers are nan, missing moments NaT."""


def rows_of(frame: pd.DataFrame, names: Sequence[str]) -> list[Row]:
    """The rows of a frame with these columns alone: a register has fifty, of which whoever reads it wants a few."""
    return [
        dict(zip(names, values, strict=True)) for values in zip(*(frame[name].tolist() for name in names), strict=True)
    ]
