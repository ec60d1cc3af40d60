"""The routes of assessments."""

from readiness.assessments.api.assessments import router as assessments
from readiness.assessments.api.entering import router as entering
from readiness.assessments.api.invitations import router as invitations
from readiness.assessments.api.my_invitations import router as my_invitations
from readiness.assessments.api.taking_part import router as taking_part

routers = [assessments, invitations, entering, taking_part, my_invitations]
