"""The report as a Word document: paragraphs, numbered headings, tables, native charts, all in tagged controls."""

from branchbook.render.word.report import write_report

__all__ = ["write_report"]
