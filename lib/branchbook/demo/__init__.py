"""The demo engagement: a synthetic bank of twelve branches over the year 2025, with known troubles built in.

``inputs/demo`` is written on first use and is not kept in git.
"""

from branchbook.demo.files import NAME, ensure_demo, write_demo
from branchbook.demo.tables import demo_tables
from branchbook.demo.troubles import TROUBLES, Trouble

__all__ = ["NAME", "TROUBLES", "Trouble", "demo_tables", "ensure_demo", "write_demo"]
