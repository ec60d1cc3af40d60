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
    "demands": [{"direction": "to_host", "granularity": "aggregate", "state": "in_force"}],
    "first_contact_by": "2026-10-01",
    "first_contact_on": None,
    "late_milestones": 0,
    "stalled": ["first_contact_missed"],
    "last_meeting_on": None,
    "ended": None,
}

MEMBER_ID = "0198f1b3-0a44-7d19-9b72-58e3c60f2a15"
OTHER_MEMBER_ID = "0198f1b3-6e90-7a2c-8d05-e17b94c3f860"
COACH_ID = "0198f0d1-0b5e-7c42-9f0a-3d1be6a7c901"
PERSON_ID = "6e0f9c1e-27c4-8b0e-9a51-d3b6f2a8e740"
MILESTONE_ID = "0198f1b4-31c8-7e57-a046-92d7f5b10c3e"
HANDOVER_ID = "0198f1b5-2b0d-7f73-8c94-0ea6d1f75b28"
HASH = "5d41c0f7a2b94e86d3f1c7e05b8a92644fd0c1e73b6a58929d27e4f0a1c3b586"

NEW_MEMBER = {"person_id": PERSON_ID, "coach_id": COACH_ID, "role": "coach", "since": "2026-09-01"}
MEMBER = NEW_MEMBER | {
    "member_id": MEMBER_ID,
    "district_id": HOST_ID,
    "side": "host",
    "until": None,
    "left_on": None,
    "minor": True,
    "state": "active",
    "on": "2026-10-05",
}
NEW_MEMBER_RELATION = {"member_ids": [MEMBER_ID, OTHER_MEMBER_ID], "kind": "spouse"}
MEMBER_RELATION = NEW_MEMBER_RELATION | {
    "relation_id": "0198f1b3-c27d-7e48-91f6-3a05d8b4e79c",
    "district_id": HOST_ID,
    "declared_at": "2026-09-02T15:00:00Z",
    "withdrawn_at": None,
}
PHASE_MOVE = {"phase": "summer_training"}
FIRST_CONTACT = {"on": "2026-09-14"}
NEW_CHARTER = {
    "words": "We meet on Tuesdays. What is said stays with us; what makes us fear for somebody's safety does not.",
    "recording": "with_consent_of_all",
    "channel": "platform_only",
    "cadence": "weekly",
    "first_contact_days": 21,
}
CHARTER = NEW_CHARTER | {
    "number": 2,
    "document_hash": HASH,
    "written_by": HOST_ID,
    "written_at": "2026-08-24T15:02:00Z",
    "host_signed_at": "2026-08-25T09:30:00Z",
    "partner_signed_at": None,
    "in_force": False,
}
SIGNATURE = {"number": 2, "document_hash": HASH}
NEW_MILESTONE = {
    "code": "calendar",
    "title": "The calendar of next year has weekly time to plan",
    "due_on": "2027-02-15",
}
MILESTONE = NEW_MILESTONE | {
    "milestone_id": MILESTONE_ID,
    "added_by": PARTNER_ID,
    "reached_on": None,
    "reached_by": None,
    "late": False,
}
MILESTONE_CHANGE = {"due_on": "2027-03-01"}
MILESTONE_REACHED = {"on": "2027-02-10"}
END = {"end": "ended_early", "reason": "leadership_changed", "words": "A new superintendent begins in January."}
CLOSURE_SET = {
    "last_meeting_on": "2028-06-12",
    "retention": [{"content": "pair_notes", "destroy_on": "2028-09-01"}],
}
CLOSURE = {
    "last_meeting_on": "2028-06-12",
    "retention": [
        {
            "district_id": HOST_ID,
            "content": "pair_notes",
            "destroy_on": "2028-09-01",
            "destroyed_on": None,
            "destroyed": None,
        }
    ],
}
NEW_HANDOVER = {
    "from_member_id": MEMBER_ID,
    "to_member_id": OTHER_MEMBER_ID,
    "readable": ["team_notes", "actions"],
    "words": "Elm Creek plans by the week now; go on with the advisory periods.",
}
HANDOVER = NEW_HANDOVER | {"handover_id": HANDOVER_ID, "district_id": HOST_ID, "recorded_on": "2027-06-20"}
