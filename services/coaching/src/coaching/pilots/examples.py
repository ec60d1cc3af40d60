"""Examples of pilots: Riverside tries student-led conferences, first with 10 teachers in two middle schools."""

PILOT_ID = "0198f0e1-2c4b-7d10-8a52-6b0c9d3e7f14"
SCHOOL_ID = "0198f0a1-6d3c-7e24-9b17-2f4a8c5d0e63"
OTHER_SCHOOL_ID = "0198f0a1-6d3c-7e24-9b17-2f4a8c5d0e64"
PERSON_ID = "6e0f9c1e-27c4-8b0e-9a51-d3b6f2a8e740"
MEASUREMENT_ID = "0198f0e5-7b1a-7c33-a4d9-18e2f6c05b97"
BY = "0198f0a2-3b77-7c90-8a14-52e9b1d7f603"

NEW_PILOT = {
    "title": "Student-led conferences",
    "tried": "Students show their families what they have mastered and what they work on next.",
    "why": "Half of the families say that conferences tell them little.",
}
PILOT_CHANGE = {"title": "Student-led conferences, twice a year"}
PILOT = NEW_PILOT | {
    "pilot_id": PILOT_ID,
    "proposed_at": "2026-08-10T15:00:00Z",
    "wave": 1,
    "state": "open",
    "decides_on": "2026-12-11",
    "past_gate": False,
}
WAVE_PLAN = {
    "why_these_first": "They hold conferences with advisories already, and asked for it.",
    "starts_on": "2026-09-08",
    "school_ids": [SCHOOL_ID, OTHER_SCHOOL_ID],
}
TEACHERS_ASKED = {"teachers": [{"person_id": PERSON_ID, "school_id": SCHOOL_ID, "opt_in": "yes"}]}
TEACHER_ANSWER = {"opt_in": "yes"}
TEACHER = {"person_id": PERSON_ID, "school_id": SCHOOL_ID, "opt_in": "yes"}
TEACHER_COUNTS = {"yes": 10, "no": 2, "unanswered": 1, "schools": 2}
_SIGNAL = {
    "key": "families-come",
    "title": "Families who come",
    "unit": "percent",
    "lowest": None,
    "highest": None,
    "direction": "up",
    "source": "entered",
    "indicator_id": None,
    "baseline": {"value": 48.0, "n": 260, "on": "2026-05-20"},
    "predicted": 70.0,
    "threshold": 65.0,
    "weight": 2,
}
_GUARDRAIL = {
    "key": "evenings",
    "title": "Evenings a teacher gives to it in a month",
    "unit": "count",
    "lowest": None,
    "highest": None,
    "direction": "down",
    "source": "survey",
    "indicator_id": None,
    "baseline": {"value": 2.0, "n": 10, "on": "2026-05-20"},
    "predicted": 2.0,
    "threshold": 3.0,
}
GATE = {
    "prediction": "Families come because their child asks them to.",
    "signals": [_SIGNAL],
    "guardrails": [_GUARDRAIL],
    "minimum_days": 60,
    "minimum_teachers": 8,
    "decides_on": "2026-12-11",
}
GATE_VERSION = {"version": 1, "judged": True, "written_at": "2026-08-12T15:00:00Z", "written_by": BY, "gate": GATE}
DECIDING = {
    "outcome": "expand",
    "reasons": ["signals_reached"],
    "words": "Seven families of ten came, and evenings stayed as they were.",
}
DECISION = DECIDING | {
    "decided_on": "2026-12-10",
    "decided_at": "2026-12-10T21:00:00Z",
    "decided_by": BY,
    "learned": None,
    "share": False,
    "next_wave": 2,
}
WAVE = WAVE_PLAN | {
    "pilot_id": PILOT_ID,
    "wave": 1,
    "predecessor": None,
    "state": "open",
    "teachers": TEACHER_COUNTS,
    "gate": GATE_VERSION,
    "edited_gate": None,
    "decides_on": "2026-12-11",
    "past_gate": False,
    "locked_at": "2026-08-20T15:00:00Z",
    "opened_on": "2026-09-08",
    "decision": None,
}
NEW_MEASUREMENT = {
    "measure": "families-come",
    "measured_on": "2026-11-20",
    "value": 71.5,
    "n": 254,
    "schools": [{"school_id": SCHOOL_ID, "value": 74.0, "n": 130}],
}
MEASUREMENT = NEW_MEASUREMENT | {
    "measurement_id": MEASUREMENT_ID,
    "too_few": False,
    "judgeable": True,
    "source": "entered",
    "corrects": None,
    "corrected_by": None,
    "told_at": "2026-11-20T22:00:00Z",
    "after_decision": False,
}
_OF_MEASURE = ("key", "title", "unit", "direction", "lowest", "highest", "predicted", "threshold")
EVIDENCE = {
    "known_at": "2026-12-10T20:00:00Z",
    "on": "2026-12-10",
    "gate_version": 1,
    "minimum_group": 10,
    "verdict": "reached",
    "exposure": {
        "days": 93,
        "teachers": 10,
        "minimum_days": 60,
        "minimum_teachers": 8,
        "judgeable_from": "2026-11-07",
        "reached": True,
    },
    "teachers": TEACHER_COUNTS,
    "signals": [
        {key: _SIGNAL[key] for key in _OF_MEASURE}
        | {"baseline": 48.0, "value": 71.5, "n": 254, "on": "2026-11-20", "progress": 138.2, "as_predicted": True}
        | {"weight": 2, "state": "reached"}
    ],
    "guardrails": [
        {key: _GUARDRAIL[key] for key in _OF_MEASURE}
        | {"baseline": 2.0, "value": 2.0, "n": 10, "on": "2026-11-20", "progress": 0.0, "as_predicted": True}
        | {"state": "holds", "broken_on": None}
    ],
    "weight": 2,
    "weight_reached": 2,
}
GATE_EVIDENCE = {
    "pilot_id": PILOT_ID,
    "wave": 1,
    "then": None,
    "now": EVIDENCE,
    "by_edited_gate": None,
    "corrections_since": 0,
    "decision": None,
}
