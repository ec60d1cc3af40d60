"""Examples of meetings: a student and a member of staff of Riverside coach an educator of Lakeside."""

from coaching.meetings.rules.notes import NOTICE, VISIBILITIES, WHO_READS

MEETING_ID = "0198f0e1-2c44-7d51-9b0e-6a1f4d2c8e01"
SERIES_ID = "0198f0e1-0b1a-7e02-8d77-1c9e5b3f7a02"
ENGAGEMENT_ID = "0198f0e0-5d3c-7b19-a6f2-8e0d4c7b1a03"
HOST_ID = "0198f0a1-77c2-7f34-8e21-5b6d9c0a4e04"
PARTNER_ID = "0198f0a1-9e15-7a48-b3d0-2f7c1e8b6d05"
COACH_ID = "0198f0d1-0b5e-7c42-9f0a-3d1be6a7c901"
PERSON_ID = "6e0f9c1e-27c4-8b0e-9a51-d3b6f2a8e740"
MEMBER_ID = "0198f0e0-a1f7-7c2e-94b8-d05e3a6f1c06"
OTHER_ID = "0198f0e0-b2c8-7d3f-85a9-e16f4b7a2d07"
NOTE_ID = "0198f0e2-3d55-7e62-8c1f-7b205e3d9f08"
MATCH_ID = "0198f0df-4e66-7f73-9d2a-8c316f4ea009"
GAP_ID = "0198f0c8-5f77-7a84-8e3b-9d42705fb10a"

_DESCRIBED = {
    "engagement_id": ENGAGEMENT_ID,
    "match_id": MATCH_ID,
    "gap_id": GAP_ID,
    "mode": "online",
    "place": "The room of the engagement",
    "agenda": "What the first unit without grades has shown.",
}
_ASKED = {"participants": [{"member_id": MEMBER_ID}, {"member_id": OTHER_ID, "deputy": True}]}
_TIME = {"starts_at": "2026-10-06T21:30:00Z", "ends_at": "2026-10-06T22:15:00Z"}
_WEEKLY = {
    "first_on": "2026-10-06",
    "last_on": "2026-12-15",
    "starts": "15:30",
    "ends": "16:15",
    "time_zone": "America/Denver",
    "left_out": ["2026-11-24"],
}
NEW_MEETING = _DESCRIBED | _TIME | {"time_zone": "America/Denver"} | _ASKED
NEW_SERIES = _DESCRIBED | _WEEKLY | _ASKED
MEETING_CHANGE = {"agenda": "What the second unit needs.", **_ASKED}
NEW_TIME = {"starts_at": "2026-10-07T21:30:00Z", "ends_at": "2026-10-07T22:15:00Z"}
CANCELLING = {"because": "asked_for"}
SERIES_CANCELLING = {"starting": "2026-11-01T00:00:00Z"}
RECORDED = {"started_at": "2026-10-06T21:30:00Z", "ended_at": "2026-10-06T22:10:00Z", "present": [MEMBER_ID, OTHER_ID]}
BEGINNING = {"present": [MEMBER_ID, OTHER_ID]}
PRESENCE = {"member_id": OTHER_ID, "presence": "absent"}
CHILD_MEETING = _TIME | {
    "meeting_id": MEETING_ID,
    "learner_id": PERSON_ID,
    "time_zone": "America/Denver",
    "mode": "in_person",
    "place": "Riverside High School, room 12",
    "state": "planned",
    "at_risk": False,
    "adults": 2,
}
_PARTICIPANT = {
    "member_id": MEMBER_ID,
    "district_id": HOST_ID,
    "person_id": PERSON_ID,
    "coach_id": COACH_ID,
    "coach_kind": "staff",
    "deputy": False,
    "presence": "expected",
}
_OTHER = {
    "member_id": OTHER_ID,
    "district_id": PARTNER_ID,
    "person_id": None,
    "coach_id": None,
    "coach_kind": None,
    "deputy": False,
    "presence": "expected",
}
MEETING = (
    _DESCRIBED
    | _TIME
    | {
        "meeting_id": MEETING_ID,
        "host_id": HOST_ID,
        "partner_id": PARTNER_ID,
        "series_id": SERIES_ID,
        "occurs_on": "2026-10-06",
        "condition": "learning_model",
        "question": None,
        "time_zone": "America/Denver",
        "recording": "none",
        "state": "planned",
        "risks": [],
        "because": None,
        "started_at": None,
        "ended_at": None,
        "participants": [_PARTICIPANT, _OTHER],
    }
)
SERIES = _WEEKLY | {
    "series_id": SERIES_ID,
    "engagement_id": ENGAGEMENT_ID,
    "host_id": HOST_ID,
    "partner_id": PARTNER_ID,
    "meetings": [MEETING],
}
BEFORE_WRITING = {
    "notice": NOTICE,
    "visibilities": [{"visibility": one, "who_reads": WHO_READS[one]} for one in VISIBILITIES],
}
NEW_NOTE = {"visibility": "pair", "other_id": OTHER_ID, "words": "The rubric helped; the pace did not."}
NOTE_CHANGE = {"visibility": "private"}
FOLDED_NOTE = {
    "note_id": NOTE_ID,
    "meeting_id": MEETING_ID,
    "visibility": "pair",
    "other_id": OTHER_ID,
    "own": True,
    "written_at": "2026-10-06T22:20:00Z",
    "changed_at": "2026-10-06T22:20:00Z",
}
NOTE = FOLDED_NOTE | {"words": "The rubric helped; the pace did not."}
NOTE_VERSION = {
    "version": 1,
    "visibility": "pair",
    "words": "The rubric helped.",
    "written_at": "2026-10-06T22:20:00Z",
}
CONCERN_FROM_NOTE = {"words": "What was said in this meeting makes me fear for a student."}
ATTACHED_NOTE = {
    "note_id": NOTE_ID,
    "meeting_id": MEETING_ID,
    "words": "The rubric helped; the pace did not.",
    "written_at": "2026-10-06T22:20:00Z",
    "attached_at": "2026-10-06T22:25:00Z",
}
_KIND_TALLY = {"kind": "student", "coaches": 2, "held": 6, "held_length": "PT4H30M"}
PARTNER_TALLY = {
    "host_id": HOST_ID,
    "partner_id": PARTNER_ID,
    "planned": 10,
    "planned_length": "PT7H30M",
    "held": 8,
    "held_length": "PT5H50M",
    "ended_early": 1,
    "cancelled": 1,
    "kinds": [_KIND_TALLY],
}
COACH_TALLY = {
    "coach_id": COACH_ID,
    "kind": "staff",
    "planned": 4,
    "planned_length": "PT3H",
    "held": 3,
    "held_length": "PT2H10M",
}
