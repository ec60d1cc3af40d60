"""Examples of adoptions."""

from resources.items import examples as items

ADOPTION_ID = "019a4f00-0000-7000-8000-00000000000a"
OWN_ITEM = "019a4f00-0000-7000-8000-00000000000b"
_AT = "2026-12-02T16:04:05Z"
_BODY_PATH = f"parts/{items.PART}/body"

NEW_ADOPTION = {"item_id": items.ITEM, "following": False}
ADOPTION = {
    "adoption_id": ADOPTION_ID,
    "item_id": items.ITEM,
    "owner_id": items.OWNER,
    "version": 2,
    "state": "adapted",
    "title": items.CONTENT["title"],
    "own_item_id": OWN_ITEM,
    "upstream": "revised",
    "newest": 3,
    "adopted_at": _AT,
    "changed_at": _AT,
}
ADOPTION_SEEN = ADOPTION | {
    "because": None,
    "successor_id": None,
    "may": [
        {
            "act": "hand_on",
            "allowed": False,
            "reason": "held_licence_forbids",
            "detail": "The licence of the version that you have forbids it: ask its authors.",
            "ways": ["link", "ask_author"],
        }
    ],
    "demands": ["attribution"],
    "content": items.CONTENT,
    "credits": [items.CREDIT],
    "intents": {"otherwise": "asked", "at": {_BODY_PATH: "pinned"}},
}
ADAPTATION = {"own_item_id": None}
INTENTS = {"otherwise": "asked", "at": {"title": "pinned", "alignments": "following"}}
_BODY = {
    "kind": "text",
    "source": "Fold, then compare.",
    "licence": "CC-BY-4.0",
    "caption_of": None,
    "holder": "district",
    "holder_name": "Valley Unified",
}
CHANGES = {
    "adoption_id": ADOPTION_ID,
    "version": 2,
    "newest": 3,
    "upstream": "revised",
    "fingerprint": "8d5f5d6c2b6c4a77a6a86f2f1d35c8b0b8a97c0e2a41d03f7a1f0b9d0c5e4a21",
    "order": [items.PART],
    "changes": [
        {
            "path": _BODY_PATH,
            "outcome": "conflict",
            "clash": "both_changed",
            "what_to_do": "You and upstream have both changed this: take upstream's, or keep yours.",
            "base": _BODY | {"source": "Fold."},
            "ours": _BODY | {"source": "Fold twice."},
            "theirs": _BODY,
        }
    ],
}
CHOICES = {"fingerprint": CHANGES["fingerprint"], "choices": {_BODY_PATH: "take"}}
OFFER_ID = "019a4f00-0000-7000-8000-00000000000c"
ADOPTER = "019a4f00-0000-7000-8000-00000000000d"
NEW_OFFER = {"paths": [_BODY_PATH], "words": "Learners who fold twice see that the halves are equal."}
ACCEPTANCE = {"paths": [_BODY_PATH], "words": "Thank you: it is in the next version."}
REFUSAL = {"reason": "other_audience", "words": "Our classes have no strips of that size."}
WITHDRAWAL = {"words": "We found a better way."}
OFFER = {
    "offer_id": OFFER_ID,
    "item_id": items.ITEM,
    "title": items.CONTENT["title"],
    "adopter_id": ADOPTER,
    "author_id": items.OWNER,
    "state": "offered",
    "words": NEW_OFFER["words"],
    "reason": None,
    "reply": None,
    "made_at": _AT,
    "changed_at": _AT,
}
OFFER_SEEN = OFFER | {
    "fit": "fits",
    "authors": [{"person_id": items.PERSON, "name": "M. Ortiz"}],
    "changes": [
        {
            "path": _BODY_PATH,
            "outcome": "offered",
            "clash": None,
            "what_to_do": None,
            "base": _BODY,
            "ours": _BODY,
            "theirs": _BODY | {"source": "Fold twice."},
        }
    ],
}
