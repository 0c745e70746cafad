"""Artifacts: what the chapters hand on. Here results become named values, and values go to and from their files.

Public: ``Shelf`` (a branch's artifacts on disk), ``encode``/``decode`` (JSON), and one maker per chapter.
"""

from branchbook.artifacts.shelf import Shelf

__all__ = ["Shelf"]
