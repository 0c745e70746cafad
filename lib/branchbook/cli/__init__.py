"""The command line: ``branchbook new | check | run | batch | render | status | explain | lab | demo``."""

from branchbook.cli.main import main

__all__ = ["main"]
