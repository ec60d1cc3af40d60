"""The routes of meetings, their notes, and what came of coaching."""

from coaching.meetings.api.meetings import router as meetings
from coaching.meetings.api.my_children import router as my_children
from coaching.meetings.api.my_meetings import router as my_meetings
from coaching.meetings.api.notes import concerns as notes_of_concerns
from coaching.meetings.api.notes import router as notes
from coaching.meetings.api.report import router as report
from coaching.meetings.api.series import router as series

routers = [meetings, series, my_meetings, my_children, notes, notes_of_concerns, report]
