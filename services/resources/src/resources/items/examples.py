"""Examples of items."""

ITEM = "019a4f00-0000-7000-8000-000000000001"
SUCCESSOR = "019a4f00-0000-7000-8000-000000000002"
OWNER = "019a4f00-0000-7000-8000-000000000003"
PERSON = "019a4f00-0000-7000-8000-000000000004"
PART = "019a4f00-0000-7000-8000-000000000005"
EDITION = "019a4f00-0000-7000-8000-000000000006"
TARGET = "019a4f00-0000-7000-8000-000000000007"
COMMENT = "019a4f00-0000-7000-8000-000000000008"
SOURCE = "019a4f00-0000-7000-8000-000000000009"
_AT = "2026-12-02T16:04:05Z"
_HASH = "5a0fd1b7a9e26538d07a91c4e8f25b6310d9a7e4c8f2b16053e7d9a8c4f1b260"

PART_SAID = {
    "part_key": PART,
    "title": "Talk before you cut",
    "kind": "text",
    "source": "Have every group say what half of a strip is before anybody folds it.",
    "licence": "CC-BY-4.0",
    "caption_of": None,
    "holder": "district",
    "holder_name": "Valley Unified",
}
CONTENT = {
    "title": "Fraction strips that learners make themselves",
    "kind": "lesson_content",
    "description": "Learners fold and label strips, and use them to show when two fractions are the same.",
    "language": "en",
    "grade_band": "3-5",
    "preparation": "Cut four strips of paper for each learner.",
    "preparation_time": 20,
    "accessibility": ["alternativeText"],
    "alignments": [{"to": "item", "relation": "teaches", "edition_id": EDITION, "target": TARGET}],
    "authors": [{"person_id": PERSON, "name": "M. Ortiz"}],
    "parts": [PART_SAID],
}
OWN_ITEM = {
    "item_id": ITEM,
    "title": CONTENT["title"],
    "kind": "lesson_content",
    "newest": 2,
    "state": "draft",
    "latest_published": 1,
    "standing": "offered",
    "because": None,
    "successor_id": None,
    "seen_by": "anonymous",
    "changed_at": _AT,
}
VERSION = {
    "item_id": ITEM,
    "version": 1,
    "state": "published",
    "revision": 3,
    "content_hash": _HASH,
    "changes": None,
    "changed_at": _AT,
    "submitted_at": _AT,
    "published_at": _AT,
}
OWN_VERSION = VERSION | {
    "content": CONTENT,
    "problems": [],
    "seen_by": "anonymous",
    "licences": ["CC-BY-4.0"],
    "credits": [],
}
DRAFT = OWN_VERSION | {
    "version": 2,
    "state": "draft",
    "revision": 4,
    "content_hash": None,
    "submitted_at": None,
    "published_at": None,
    "problems": [{"pointer": "/authors", "detail": "Nobody is named as its author: name who made it."}],
}
SUBMISSION = {"changes": "The strips are longer, so that small hands can fold them."}
RETURN = {"words": "Say which words English learners need beforehand."}
NEW_COMMENT = {"part_key": PART, "words": "Could this name the vocabulary?"}
COMMENT_SHOWN = {
    "comment_id": COMMENT,
    "version": 2,
    "part_key": PART,
    "words": "Could this name the vocabulary?",
    "written_at": _AT,
    "person_id": PERSON,
}
NEW_CURATORS = {"person_ids": [PERSON]}
CURATORS = NEW_CURATORS | {"named_at": _AT}
STANDING = {
    "standing": "retired",
    "because": "The new unit on fractions has it in it.",
    "successor_id": SUCCESSOR,
}
PUBLISHED = {
    "item_id": ITEM,
    "version": 1,
    "owner_id": OWNER,
    "seen_by": "anonymous",
    "standing": "offered",
    "because": None,
    "successor_id": None,
    "stands_since": _AT,
    "title": CONTENT["title"],
    "kind": "lesson_content",
    "description": CONTENT["description"],
    "language": "en",
    "grade_band": "3-5",
    "licences": ["CC-BY-4.0"],
    "content_hash": _HASH,
    "changes": None,
    "published_at": _AT,
}
CREDIT = {
    "part_key": PART,
    "item_id": SOURCE,
    "version": 3,
    "title": "Strips of paper",
    "authors": ["Ada Moreno"],
    "address": f"https://library.example/resources/v1/items/{SOURCE}",
    "licence": "CC-BY-4.0",
    "licence_address": "https://creativecommons.org/licenses/by/4.0/",
    "taken_at": _AT,
    "changed": True,
    "words": {
        "en": "“Strips of paper” by Ada Moreno. Source: "
        f"https://library.example/resources/v1/items/{SOURCE}. "
        "Licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
        "es": "«Strips of paper», de Ada Moreno. Fuente: "
        f"https://library.example/resources/v1/items/{SOURCE}. "
        "Con licencia CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/).",
    },
}
PUBLISHED_WITH_CONTENT = PUBLISHED | {
    "content": CONTENT,
    "credits": [CREDIT],
    "may": ["see", "adopt", "copy", "adapt", "offer"],
    "demands": ["attribution", "indicate_changes"],
}
DIRECTORY = {"sections": [{"first_id": ITEM, "items": 1, "changed_at": _AT}]}
SECTION = {"items": [{"item_id": ITEM, "published_at": _AT}]}
PART_LINK = {
    "url": "https://trellis.example/resources/v1/part-links/AZrV-oVoXQ5fsqOyk3Rj1A",
    "expires_at": "2026-11-02T15:05:05Z",
}
