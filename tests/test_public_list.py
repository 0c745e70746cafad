"""The public list of ``branchbook``, as notebooks use it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import branchbook as bb


@pytest.mark.parametrize("name", bb.__all__)
def test_every_public_name_is_found_where_it_lives(name: str) -> None:
    assert getattr(bb, name).__name__ == name


def test_a_name_that_does_not_exist_is_answered_with_those_that_do() -> None:
    with pytest.raises(AttributeError, match="open_chapter"):
        _ = bb.open_chaptre


def test_importing_branchbook_loads_neither_pandas_nor_matplotlib() -> None:
    """Every command and every worker pays for what the package imports before it is needed."""
    loaded = "import sys, branchbook; print({'pandas', 'matplotlib', 'docx', 'scipy'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "set()"
