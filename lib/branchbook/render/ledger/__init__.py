"""The ledger as a workbook that is filled in on screen or printed, bound, and written on by hand (CL5)."""

from branchbook.render.ledger.workbook import write_ledger

__all__ = ["write_ledger"]
