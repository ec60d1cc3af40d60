"""Examples of checked links."""

from resources.items.examples import CONTENT, ITEM, PART

CHECKED = {
    "item_id": ITEM,
    "part_key": PART,
    "item_title": CONTENT["title"],
    "part_title": "A game of fractions",
    "address": "https://example.org/fractions",
    "state": "broken",
    "why": "not_there",
    "status": 404,
    "moved_to": None,
    "in_a_row": 4,
    "missing_days": 3,
    "checked_at": "2026-12-02T16:04:05Z",
}
