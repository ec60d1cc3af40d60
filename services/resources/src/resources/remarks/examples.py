"""Examples of remarks."""

from resources.items.examples import CONTENT, ITEM, OWNER, PERSON

COMMENT_ID = "019a4f00-0000-7000-8000-00000000000e"
REPORT_ID = "019a4f00-0000-7000-8000-00000000000f"
DISTRICT = "019a4f00-0000-7000-8000-00000000000d"
_AT = "2026-12-02T16:04:05Z"

STARS = {"stars": 4}
RATING = {"item_id": ITEM, "version": 2, "people": 24, "mean": 4.3, "own_stars": 4}
NEW_COMMENT = {"words": "Our learners measured the strips first, and argued better for it."}
COMMENT = {
    "comment_id": COMMENT_ID,
    "item_id": ITEM,
    "version": 2,
    "commenter_id": DISTRICT,
    "person_id": PERSON,
    "own": True,
    "words": NEW_COMMENT["words"],
    "state": "shown",
    "because": None,
    "revision": 1,
    "written_at": _AT,
    "edited_at": None,
}
COMMENT_STANDING = {"state": "hidden", "because": "It names a learner."}
NEW_REPORT = {"about": "broken", "words": "The file of the second part does not open."}
ANSWER = {"state": "answered", "words": "It opens again in version 3, which is in review."}
_REPORT = {
    "report_id": REPORT_ID,
    "item_id": ITEM,
    "version": 2,
    "title": CONTENT["title"],
    "owner_id": OWNER,
    "state": "answered",
    "answers": [{**ANSWER, "answered_at": _AT}],
    "made_at": _AT,
    "changed_at": _AT,
}
REPORT = {**_REPORT, **NEW_REPORT, "reporter_id": DISTRICT, "revision": 2}
