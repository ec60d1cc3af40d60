"""Examples of actions: Elm Creek closes a gap with Riverside."""

ACTION_ID = "0198f2c1-3d80-7b44-9e16-57f0a2d9c831"
ENGAGEMENT_ID = "0198f1b2-4a70-7c15-8e2d-6b9f03c5d781"
GAP_ID = "0198f0e0-6b12-7d90-a4c5-2e8f17b3d064"
RESOURCE_ID = "0198f2a0-11c4-7a6e-8b39-d05e4f72a918"
MEETING_ID = "0198f2b6-7a10-7e3c-9d52-4c8e0f61b7a3"
MEMBER_ID = "0198f1b3-6e90-7a2c-8d05-e17b94c3f860"
HOST_ID = "0198f0a0-11d2-7b3e-9c40-8f5a2e7d6b10"
PARTNER_ID = "0198f0a0-52c8-7a91-8b6f-1d3e9a04c725"

NEW_ACTION = {
    "engagement_id": ENGAGEMENT_ID,
    "gap_id": GAP_ID,
    "meeting_id": MEETING_ID,
    "words": "Two teachers of each grade plan by competencies together, an hour a week.",
    "steps": ["Name the teachers", "Clear Wednesday afternoons"],
    "resource_id": RESOURCE_ID,
    "resource_title": "Planning backwards from competencies",
    "due_on": "2026-12-18",
    "owner_member_id": MEMBER_ID,
}
ACTION: dict[str, object] = NEW_ACTION | {
    "action_id": ACTION_ID,
    "host_id": HOST_ID,
    "partner_id": PARTNER_ID,
    "condition": "collaboration",
    "state": "agreed",
    "proposed_by": HOST_ID,
    "agreed_on": "2026-10-07",
    "resource_used_on": None,
    "host_confirmed_on": None,
    "partner_confirmed_on": None,
    "completed_on": None,
    "dropped": None,
    "gap_closed_on": None,
    "stalled": [],
}
OWN_ACTION = {
    name: value for name, value in ACTION.items() if name not in ("owner_member_id", "proposed_by", "stalled")
} | {"sees_to_it": True}
ACTION_CHANGE = {"due_on": "2027-01-15"}
DROP = {"reason": "replaced", "words": "The whole school plans together now."}
USED = {"on": "2026-10-21"}
