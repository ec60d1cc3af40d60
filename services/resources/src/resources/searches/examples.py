"""Examples of searches."""

from resources.items.examples import ITEM, OWNER, PUBLISHED, TARGET

FOUND = {
    **{
        name: PUBLISHED[name]
        for name in ("title", "kind", "description", "language", "grade_band", "licences", "published_at")
    },
    "item_id": ITEM,
    "version": 1,
    "owner_id": OWNER,
    "seen_by": "anonymous",
    "nearly": False,
}
COUNTS = {
    "items": 3,
    "nearly": False,
    "facets": {
        "kind": [{"value": "lesson_content", "items": 2}, {"value": "video", "items": 1}],
        "language": [{"value": "en", "items": 3}],
        "grade_band": [{"value": "3-5", "items": 3}],
        "licence": [{"value": "CC-BY-4.0", "items": 3}],
        "may_adapt": [{"value": "true", "items": 3}],
        "owner_id": [{"value": OWNER, "items": 3}],
        "target": [{"value": f"item/{TARGET}", "items": 1}],
    },
}
SAVED_SENT = {"words": "fractions", "grade_band": "3-5"}
SAVED = {
    "search_id": "019a4f00-0000-7000-8000-000000000009",
    "asked": dict.fromkeys(
        ("kind", "language", "licence", "may_adapt", "owner_id", "framework_item", "instrument_id", "condition")
    )
    | SAVED_SENT,
    "saved_at": PUBLISHED["published_at"],
}
NEWS = {"told_at": PUBLISHED["published_at"], "item": FOUND}
