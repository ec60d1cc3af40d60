"""Examples of engagements: Riverside hosts, Elm Creek is its partner."""

ENGAGEMENT_ID = "0198f1b2-4a70-7c15-8e2d-6b9f03c5d781"
HOST_ID = "0198f0a0-11d2-7b3e-9c40-8f5a2e7d6b10"
PARTNER_ID = "0198f0a0-52c8-7a91-8b6f-1d3e9a04c725"
APPLICATION_ID = "0198f0e5-0d4b-7f62-a317-c92b58e60d4f"
CALL_ID = "0198f0c9-7e13-7d58-b2a6-40f1d83c9e57"

ENGAGEMENT = {
    "engagement_id": ENGAGEMENT_ID,
    "host_id": HOST_ID,
    "partner_id": PARTNER_ID,
    "application_id": APPLICATION_ID,
    "call_id": CALL_ID,
    "starts_on": "2026-09-01",
    "expires_on": "2028-06-30",
    "started_on": "2026-08-20",
    "phase": "preparation",
    "phase_since": "2026-08-20",
    "proposed_phase": "summer_training",
    "sharing": "in_force",
    "first_contact_by": "2026-10-01",
    "first_contact_on": None,
    "late_milestones": 0,
    "stalled": ["first_contact_missed"],
    "last_meeting_on": None,
    "ended": None,
}
