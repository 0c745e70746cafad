"""The types of columns that hold a branch's rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

WORDS = pd.StringDtype("python", na_value=np.nan)
"""Words as Python has them: a branch has hundreds of rows, for which Arrow's functions take longer to call than to run."""
