"""How notebooks show charts: drawn for a person, as data in a batch."""

from __future__ import annotations

import os
from enum import StrEnum

VARIABLE = "BRANCHBOOK_CHARTS"
"""The environment variable by which a batch tells its notebooks; never a parameter, as with folders."""


class Charts(StrEnum):
    """What a notebook keeps of a chart that documents hold as a native one."""

    DATA = "data"  #: its data, which JupyterLab draws when the notebook is opened
    PICTURE = "picture"  #: a picture drawn by matplotlib, as in a session of JupyterLab

    @classmethod
    def wanted(cls) -> Charts:
        """What the environment asks for: pictures, unless a batch asks for data."""
        return cls(os.environ.get(VARIABLE, cls.PICTURE))
