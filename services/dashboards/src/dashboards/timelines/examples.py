"""Examples of timelines: a gap in leadership, half way to being closed."""

_GAP = "0198f0c4-7d20-7a35-9c1e-8b64f2037da1"
_HOST = "0198f0a2-11c4-7e21-9b57-3f0d6a2c8e10"
_PARTNER = "0198f0a2-11d9-7b64-8c02-a95e3f71d046"
_ASSESSMENT = "0198f0c4-1b08-7f42-a6d7-20c95e8813bf"
_MATCH = "0198f0d1-40ae-7c19-8f25-6d3b0e97a254"
_COACH = "0198f0d0-02b7-7e63-b490-5a1f8c2d76e9"
_ENGAGEMENT = "0198f0cf-9e14-7b8d-93a6-c740d5e21f08"
_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"

GAP = {
    "gap_id": _GAP,
    "partner_id": None,
    "state": "open",
    "kind": "below_target",
    "condition": "leadership",
    "question": None,
    "severity": "serious",
    "level": "district",
    "site_id": None,
    "assessment_id": _ASSESSMENT,
    "steps": [
        {"step": "found", "state": "done", "day": "2026-10-01"},
        {"step": "matched", "state": "done", "day": "2026-10-09"},
        {"step": "agreed", "state": "next", "day": None},
        {"step": "used", "state": "waiting", "day": None},
        {"step": "reassessed", "state": "waiting", "day": None},
        {"step": "closed", "state": "waiting", "day": None},
    ],
    "next_step": "agreed",
    "last_on": "2026-10-09",
    "days_since": 12,
    "meetings": 0,
    "last_met_on": None,
}
TIMELINE = GAP | {
    "entries": [
        {
            "kind": "found",
            "day": "2026-10-01",
            "moment": "2026-10-01T21:04:12Z",
            "trace_id": _TRACE,
            "of_id": _ASSESSMENT,
            "result": 1,
            "severity": "serious",
        },
        {
            "kind": "match_confirmed",
            "day": "2026-10-09",
            "moment": "2026-10-09T16:20:45Z",
            "trace_id": _TRACE,
            "of_id": _MATCH,
            "engagement_id": _ENGAGEMENT,
            "host_id": _HOST,
            "partner_id": _PARTNER,
            "coach_ids": [_COACH],
        },
    ]
}
