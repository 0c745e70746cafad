"""Native charts: the chart part that Word and PowerPoint share, and the workbook behind it."""

from branchbook.render.chart.part import chart_xml
from branchbook.render.chart.size import chart_height
from branchbook.render.chart.workbook import chart_workbook

__all__ = ["chart_height", "chart_workbook", "chart_xml"]
