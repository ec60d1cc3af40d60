"""Examples of webhook endpoints and deliveries."""

from partners.common.examples import PSEUDONYM

NEW_ENDPOINT = {
    "url": "https://hooks.lakeview.example/trellis",
    "kinds": ["mastery.disclosed", "aggregate.disclosed"],
}
ENDPOINT_CHANGE = {"kinds": ["mastery.changed", "mastery.disclosed"]}
ENDPOINT = NEW_ENDPOINT | {
    "endpoint_id": "0198f0ad-3e71-7c56-8f92-d40b6a17e5c8",
    "active": True,
    "disabled_for": None,
    "failing_since": None,
    "created_at": "2026-08-24T10:00:00Z",
}
ENDPOINT_WITH_SECRET = ENDPOINT | {"secret": "whsec_c2lnbnMgb3VyIG1lc3NhZ2VzLCBhcyBhbiBleGFtcGxl"}
REPLAY_FROM = {"after": 40}
REPLAYED = {"deliveries": 2, "next": 42}
DELIVERY = {
    "position": 42,
    "subject": PSEUDONYM,
    "state": "done",
    "outcome": "delivered",
    "attempts": 1,
    "due_at": "2026-10-06T15:02:12Z",
    "status": 204,
    "finished_at": "2026-10-06T15:02:13Z",
}
SKIPPED_DELIVERY = DELIVERY | {
    "outcome": "skipped",
    "attempts": 10,
    "status": 503,
    "finished_at": "2026-10-10T08:00:00Z",
}
