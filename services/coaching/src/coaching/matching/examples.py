"""Examples of matching: Riverside coaches Elm Creek, which has brought a gap."""

from coaching.coaches.examples import AVAILABILITY, COACH_ID, INSTRUMENT_ID, OTHER_COACH_ID

GAP_ID = "0198f0e1-2f10-7a41-9c55-0be27d41a6f8"
NEED_ID = "0198f0e2-6b3c-7d18-8a90-51c7e3f2b904"
OTHER_NEED_ID = "0198f0e2-7d51-7b02-93c4-2a8d60e1f735"
ENGAGEMENT_ID = "0198f0e0-11aa-7c3d-b7e6-9d0542f8a1c3"
HOST_ID = "0198f0a0-5c20-7b11-8f02-6ad1c9e4b370"
PARTNER_ID = "0198f0a0-6e94-7d52-a1b8-3c7f50d2e961"
MATCHING_ID = "0198f0e3-90c2-7e64-8b1f-d47a25c06e19"
MATCH_ID = "0198f0e4-3a75-7f83-9d26-b81e60f4c52a"

GAP = {
    "gap_id": GAP_ID,
    "instrument_id": INSTRUMENT_ID,
    "condition": "learning_model",
    "question": None,
    "kind": "below_target",
    "level": "district",
    "site_id": None,
    "severity": "serious",
    "found_on": "2026-10-05",
}
NEW_NEED = {
    "engagement_id": ENGAGEMENT_ID,
    "gap_id": GAP_ID,
    "level": 3,
    "languages": ["en", "es"],
    "time_zone": "America/Denver",
    "availability": AVAILABILITY,
}
NEED = NEW_NEED | {
    "need_id": NEED_ID,
    "host_id": HOST_ID,
    "partner_id": PARTNER_ID,
    "instrument_id": INSTRUMENT_ID,
    "condition": "learning_model",
    "question": None,
    "severity": "serious",
    "state": "open",
    "because": None,
    "brought_at": "2026-10-06T15:00:00Z",
    "ended_at": None,
}
POLICY = {
    "fit": 10,
    "continuity": 15,
    "beside": 20,
    "distance": 2,
    "evenness": 10,
    "staff_beside_student": 1,
    "students_on_gap": 1,
    "prices": {"slot": 1, "capacity": 2, "clearance": 3, "language": 4, "skill": 6},
    "meeting_length": "PT45M",
    "carried_days": 84,
    "contact_within": 14,
}
PINNED = [{"coach_id": COACH_ID, "need_id": NEED_ID}]
NEW_MATCHING = {
    "starts_on": "2026-10-12",
    "ends_on": "2026-12-18",
    "policy": {"meeting_length": "PT45M", "staff_beside_student": 1},
    "pinned": PINNED,
    "forbidden": [],
    "previous": "none",
}
AT = {"weekday": "tuesday", "starts": "15:30", "ends": "16:15", "time_zone": "America/Denver"}
MATCHING = {
    "matching_id": MATCHING_ID,
    "state": "finished",
    "because": "asked",
    "starts_on": "2026-10-12",
    "ends_on": "2026-12-18",
    "policy": POLICY,
    "pinned": PINNED,
    "forbidden": [],
    "previous": "none",
    "commitment": "2f5e8f1c0b7a49d6b3a1f0c4d8e27b6591c3ad7e40f2b8569e1d7c0a3b64f582",
    "seed": "8c1e52a07f3b94d6e0a5c27b1f68d3940be7f125c8a36d4907f1b2e85d60c3a4",
    "progress": {"phases_done": 3, "phases": 3, "explained": 2, "to_explain": 2},
    "phases": [
        {"phase": "coverage", "value": 4, "bound": 4, "reasons": [], "ended_at": "2026-10-07T09:00:02Z"},
        {"phase": "points", "value": 26, "bound": 26, "reasons": [], "ended_at": "2026-10-07T09:00:03Z"},
        {"phase": "lottery", "value": 7, "bound": 7, "reasons": [], "ended_at": "2026-10-07T09:00:03Z"},
    ],
    "pairs": 1,
    "uncovered": 1,
    "left_out": 1,
    "proved": True,
    "reasons": [],
    "changes": None,
    "problem": None,
    "used": {"peak_memory": 61_440_000, "processor_time": "PT1.4S"},
    "queued_at": "2026-10-07T09:00:00Z",
    "started_at": "2026-10-07T09:00:01Z",
    "ended_at": "2026-10-07T09:00:03Z",
    "proposed_at": None,
    "stale_at": None,
    "stale_because": None,
}
PAIR = {
    "coach_id": COACH_ID,
    "need_id": NEED_ID,
    "at": AT,
    "pinned": True,
    "stays": False,
    "level": 3,
    "wished_level": 3,
    "languages": ["en"],
    "points": {"fit": 30, "continuity": 0, "beside": 0, "distance": 0},
    "taken": 1,
    "capacity": 3,
    "others": 1,
    "instead": [{"coach_id": OTHER_COACH_ID, "breaks": "pin", "fewer_points": 0.0}],
}
_CHANGE = {
    "rule": "language",
    "coach_id": OTHER_COACH_ID,
    "need_id": OTHER_NEED_ID,
    "at": None,
    "of_need": False,
    "price": 4,
}
_REMEDY = {"possible": True, "changes": [_CHANGE], "price": 4, "doubts": []}
UNCOVERED = {
    "need_id": OTHER_NEED_ID,
    "stopped_by": "language",
    "left": [{"rule": "forbidden", "staff": 2}, {"rule": "skill", "staff": 2}, {"rule": "language", "staff": 0}],
    "remedy": _REMEDY,
}
COACH_OF_MATCHING = {
    "coach_id": OTHER_COACH_ID,
    "pairs": [],
    "why_not": _REMEDY | {"phase": None, "short_by": 0.0},
}
PROPOSED = {"matching_id": MATCHING_ID, "proposed": 1, "kept": 0, "ended": 0}
MATCH = {
    "match_id": MATCH_ID,
    "engagement_id": ENGAGEMENT_ID,
    "host_id": HOST_ID,
    "partner_id": PARTNER_ID,
    "need_id": NEED_ID,
    "gap_id": GAP_ID,
    "condition": "learning_model",
    "question": "learning_model_1",
    "coach_id": COACH_ID,
    "coach_kind": "staff",
    "matching_id": MATCHING_ID,
    "at": AT,
    "starts_on": "2026-10-12",
    "ends_on": "2026-12-18",
    "state": "confirmed",
    "proposed_on": "2026-10-07",
    "host_confirmed_at": "2026-10-07T15:00:00Z",
    "partner_confirmed_at": "2026-10-08T14:00:00Z",
    "confirmed_on": "2026-10-08",
    "contact_due_on": "2026-10-22",
    "contacted_on": None,
    "stalled": False,
    "because": None,
    "words": None,
    "ended_on": None,
}
OWN_MATCH = MATCH | {
    "need": {name: NEED[name] for name in ("condition", "question", "level", "languages", "time_zone", "availability")}
}
DECLINING = {"words": "Our people are at a conference on Tuesdays."}
ENDING = {"because": "first_contact_missed", "words": "Nobody came to the first two meetings."}
FIRST_CONTACT = {"on": "2026-10-13"}
