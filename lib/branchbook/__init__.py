"""Branchbook (网点工作簿): a consulting workbook for bank-branch improvement engagements."""

__version__ = "0.1.0"
