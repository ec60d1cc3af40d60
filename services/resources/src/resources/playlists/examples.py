"""Examples of playlists, as the documentation shows them."""

PLAYLIST_ID = "019a5f00-0000-7000-8000-000000000001"
FIRST = "019a5f00-0000-7000-8000-000000000002"
SECOND = "019a5f00-0000-7000-8000-000000000003"
STRIPS = "019a4f00-0000-7000-8000-000000000001"
GAME = "019a4f00-0000-7000-8000-000000000002"
LEARNER = "019a5f00-0000-7000-8000-000000000004"
CLASS = "019a5f00-0000-7000-8000-000000000005"
_MAKER = "019a4f00-0000-7000-8000-000000000004"
_AT = "2026-12-02T16:04:05Z"

NEW_PLAYLIST = {"title": "Halves and quarters", "words": "Fold first, then play."}
PLAYLIST_CHANGE = {"title": "Halves, quarters and eighths"}
NEW_ENTRY = {"resource_id": STRIPS, "version": 1, "after": FIRST}
MOVE = {"after": FIRST}
GIFTS = {"learner_ids": [LEARNER], "class_ids": [CLASS]}
OPENS = {"resource_id": STRIPS, "version": 1, "title": "Fraction strips", "instead_of": None, "retired": False}
CLOSED = {"resource_id": GAME, "why": "taken_down", "reason": "Its pictures were not ours to give."}
ENTRY = {"entry_id": FIRST, "resource_id": STRIPS, "version": 1, "opens": OPENS, "closed": None}
CLOSED_ENTRY = {"entry_id": SECOND, "resource_id": GAME, "version": None, "opens": None, "closed": CLOSED}
_SAID = {
    "playlist_id": PLAYLIST_ID,
    "revision": 3,
    "title": "Halves and quarters",
    "words": "Fold first, then play.",
    "maker_id": _MAKER,
    "created_at": _AT,
    "changed_at": _AT,
}
LISTED = _SAID | {"entry_count": 2}
PLAYLIST = _SAID | {"entries": [ENTRY, CLOSED_ENTRY]}
GIVEN = {
    "playlist_id": PLAYLIST_ID,
    "title": "Halves and quarters",
    "words": "Fold first, then play.",
    "given_by": "class",
    "entry_count": 2,
}
LEARNER_ENTRY = ENTRY | {"state": "opened"}
LEARNER_PLAYLIST = {
    "playlist_id": PLAYLIST_ID,
    "learner_id": LEARNER,
    "title": "Halves and quarters",
    "words": "Fold first, then play.",
    "given_by": "class",
    "entries": [LEARNER_ENTRY, CLOSED_ENTRY | {"state": "not_begun"}],
    "done": 0,
    "to_do": 1,
    "next_entry": FIRST,
}
