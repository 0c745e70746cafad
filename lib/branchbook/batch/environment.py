"""Environment variables, set for a while and put back, and folders that they send files to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def environ(values: Mapping[str, str]) -> Iterator[None]:
    """Environment variables for the length of the block."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def own_jupyter_folders() -> Iterator[dict[str, str]]:
    """Environment variables that send IPython's and Jupyter's files to a folder of their own, which is then removed."""
    with tempfile.TemporaryDirectory(prefix="branchbook-", ignore_cleanup_errors=True) as folder:
        names = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
        yield {name: str(Path(folder) / name.casefold()) for name in names}
