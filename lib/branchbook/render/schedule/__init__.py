"""The outreach plan as files: a Gantt chart in Excel, a calendar per person, a Microsoft Project file (OU4)."""

from branchbook.render.schedule.calendars import calendar_of, write_calendars
from branchbook.render.schedule.project import project_xml, write_project
from branchbook.render.schedule.workbook import write_outreach

__all__ = ["calendar_of", "project_xml", "write_calendars", "write_outreach", "write_project"]
