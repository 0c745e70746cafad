"""Excel files for people who hand in data: an empty workbook to fill in, and the faults of a filled one."""

from branchbook.render.workbook.check import write_check_workbook
from branchbook.render.workbook.data import write_data_workbook

__all__ = ["write_check_workbook", "write_data_workbook"]
