"""Data that ship as YAML files: rules, words, lexicons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same values either way; libyaml reads them ten times as fast, and every process reads them."""


def read_data(path: Path) -> Any:
    """The content of a YAML file. Raises yaml.YAMLError, UnicodeDecodeError and OSError."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - one of the two safe ones
