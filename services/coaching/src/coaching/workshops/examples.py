"""Examples of workshops: Riverside's kickoff of two days, with teachers of Mesa."""

WORKSHOP_ID = "0198f1a0-2b6e-7c11-9d40-6a1f0c3e7b21"
HOST_ID = "0198f000-0a00-7000-8000-00000000000a"
PARTNER_ID = "0198f000-0b00-7000-8000-00000000000b"
SESSION_ID = "0198f1a0-31c0-7d52-8e77-1f5b9a0c4d32"
OTHER_SESSION_ID = "0198f1a0-31c0-7d52-8e77-1f5b9a0c4d33"
PARTICIPANT_ID = "0198f1a1-77aa-7b90-a1c2-5d3e8f7a6b54"
PERSON_ID = "6e0f9c1e-27c4-8b0e-9a51-d3b6f2a8e740"
MESSAGE_ID = "0198f1a2-0d4b-7e63-9c85-2a7f6e1d0b98"
SWAP_ID = "0198f1a3-5e2f-7a74-b0d6-8c9b3a2f1e07"
HASH = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
SEED = "a3" * 32

SLOT = {"starts_at": "2027-06-14T15:00:00Z", "ends_at": "2027-06-14T16:30:00Z"}
_SESSION = {
    "slot": 1,
    "title": "Grading for mastery",
    "description": "Bring one task of yours.",
    "strand": "Assessment",
    "room": "Library",
    "capacity": 24,
    "mode": "in_person",
}
NEW_WORKSHOP = {
    "title": "Kickoff",
    "description": "Two days for teachers who begin.",
    "venue": "Riverside High School",
    "time_zone": "America/Denver",
    "partner_ids": [PARTNER_ID],
    "slots": [SLOT],
    "sessions": [_SESSION],
    "ranking_until": "2027-06-01T06:00:00Z",
    "companion_places": 1,
}
WORKSHOP_CHANGE = {"title": "Kickoff 2027", "companion_places": 2}
SESSION_CHANGE = {"room": "Hall", "capacity": 40}
STATE_CHANGE = {"state": "open"}
SESSION = _SESSION | {"session_id": SESSION_ID, "taken": 24, "offered": 0, "waiting": 3}
_SHOWN = {
    "workshop_id": WORKSHOP_ID,
    "host_id": HOST_ID,
    "state": "assigned",
    "title": "Kickoff",
    "description": "Two days for teachers who begin.",
    "venue": "Riverside High School",
    "time_zone": "America/Denver",
    "slots": [{"number": 1} | SLOT],
    "sessions": [SESSION],
    "ranking_until": "2027-06-01T06:00:00Z",
    "commitment": HASH,
    "seed": SEED,
    "cancelled_because": None,
}
WORKSHOP = _SHOWN | {
    "partner_ids": [PARTNER_ID],
    "companion_places": 1,
    "opened_on": "2027-05-03",
    "cancelled_on": None,
}
INVITATION = {"person_ids": [PERSON_ID]}
PARTICIPANT = {
    "participant_id": PARTICIPANT_ID,
    "district_id": HOST_ID,
    "person_id": PERSON_ID,
    "badge": 17,
    "ranked": 3,
    "cannot_attend": [2],
    "credit": 1,
    "ranked_at": "2027-05-10T18:00:00Z",
    "withdrawn_at": None,
}
INVITED = {"participants": [PARTICIPANT]}
RANKING = {"ranked": [SESSION_ID, OTHER_SESSION_ID], "cannot_attend": [2], "companion_badge": 21}
RANKING_SHOWN = RANKING | {"ranked_at": "2027-05-10T18:00:00Z"}
NEW_MESSAGE = {"words": "Parking is behind the gym.", "session_id": None}
MESSAGE = {
    "message_id": MESSAGE_ID,
    "session_id": None,
    "words": "Parking is behind the gym.",
    "written_at": "2027-06-12T14:00:00Z",
}
PRESENCE = {"present": [PARTICIPANT_ID], "absent": []}
PRESENCE_SHOWN = {"session_id": SESSION_ID, "present": 22, "absent": 1, "unnoted": 1}
NEW_SEATING = {"keep": "pins"}
SEATING = {
    "number": 1,
    "keep": "pins",
    "state": "assigned",
    "asked_at": "2027-06-01T15:00:00Z",
    "assigned_at": "2027-06-01T15:00:04Z",
    "assigned_on": "2027-06-01",
    "proved": True,
    "people": 60,
    "seated": 59,
    "first_choices": 148,
    "profile": [148, 41, 12],
    "moved": 0,
}
SEAT = {
    "participant_id": PARTICIPANT_ID,
    "badge": 17,
    "district_id": HOST_ID,
    "person_id": PERSON_ID,
    "slot": 1,
    "session_id": SESSION_ID,
    "place": 2,
    "lost": 1,
    "why": "listed",
    "pinned": False,
    "came_from": None,
    "moved_in": None,
    "presence": None,
}
GIVEN = {
    "slot": 1,
    "session_id": SESSION_ID,
    "place": 2,
    "lost": 1,
    "why": "listed",
    "denied": [{"session_id": OTHER_SESSION_ID, "because": "place", "place": 3, "more": 1}],
    "next_step": "wait",
    "presence": None,
}
WAITING = {"session_id": OTHER_SESSION_ID, "standing": "waiting", "position": 2, "until": None}
MY_WORKSHOP = _SHOWN | {
    "badge": 17,
    "credit": 1,
    "withdrawn_at": None,
    "ranking": RANKING_SHOWN,
    "companion": {"district_id": HOST_ID, "person_id": None},
    "given": [GIVEN],
    "waiting": [WAITING],
}
MY_WORKSHOP_LISTED = {
    "workshop_id": WORKSHOP_ID,
    "host_id": HOST_ID,
    "state": "assigned",
    "title": "Kickoff",
    "venue": "Riverside High School",
    "starts_at": "2027-06-14T15:00:00Z",
    "ends_at": "2027-06-15T22:00:00Z",
    "badge": 17,
    "ranked_at": "2027-05-10T18:00:00Z",
}
OFFER_ANSWER = {"answer": "accept"}
NEW_SWAP = {"slot": 1, "with_badges": [21]}
SWAP_ANSWER = {"answer": "agree"}
SWAP = {
    "swap_id": SWAP_ID,
    "slot": 1,
    "state": "proposed",
    "badges": [17, 21],
    "sessions": [SESSION_ID, OTHER_SESSION_ID],
    "agreed": [17],
    "mine": True,
    "proposed_at": "2027-06-03T09:00:00Z",
}
