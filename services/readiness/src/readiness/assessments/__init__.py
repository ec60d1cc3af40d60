"""Assessments: windows, invitations, participation, reminders."""
