"""A body that each operation of the library takes, as `bodies` has them of the others."""

from typing import Any

from tests.conformance.library_seeding import library_item

_OWN_ITEM = "/resources/v1/own-items/{item_id}"
_ITEM = "/resources/v1/items/{item_id}"
_ADOPTION = "/resources/v1/adoptions/{adoption_id}"
_PLAYLIST = "/resources/v1/playlists/{playlist_id}"

BODIES_OF_RESOURCES: dict[str, Any] = {
    "POST /resources/v1/own-items": library_item("{mark}"),
    f"PUT {_OWN_ITEM}/draft": library_item("{mark}"),
    f"POST {_OWN_ITEM}/draft/submit": {"changes": "of {mark}"},
    f"POST {_OWN_ITEM}/draft/return": {"words": "of {mark}"},
    f"POST {_OWN_ITEM}/comments": {"words": "of {mark}"},
    f"PUT {_OWN_ITEM}/standing": {"standing": "retired", "because": "of {mark}"},
    "POST /resources/v1/items/{item_id}/uses": {"kind": "class", "used_in": "{class}", "used_on": "2026-09-01"},
    "POST /resources/v1/playlists": {"title": "Playlist {mark}"},
    f"PATCH {_PLAYLIST}": {"words": "of {mark}"},
    f"POST {_PLAYLIST}/entries": {"resource_id": "{library_item}"},
    f"POST {_PLAYLIST}/entries/{{entry_id}}/move": {"after": None},
    f"PUT {_PLAYLIST}/gifts": {"learner_ids": ["{learner}"], "class_ids": ["{class}"]},
    "POST /resources/v1/uploads": "%PDF",
    "POST /resources/v1/uploads/{upload_id}": "%",
    "PATCH /resources/v1/uploads/{upload_id}": "%",
    "PUT /resources/v1/curators": {"person_ids": ["{educator}"]},
    "POST /resources/v1/saved-searches": {"words": "of {mark}"},
    "POST /resources/v1/adoptions": {"item_id": "{adoptable}"},
    f"POST {_ADOPTION}/adapt": {"own_item_id": None},
    f"POST {_ADOPTION}/changes": {"fingerprint": "0" * 64, "choices": {"title": "decline"}},
    f"POST {_ADOPTION}/changes/preview": {"fingerprint": "0" * 64, "choices": {"title": "decline"}},
    f"POST {_ADOPTION}/offers": {"paths": ["description"], "words": "of {mark}"},
    "POST /resources/v1/offers/{offer_id}/accept": {"words": "of {mark}"},
    "POST /resources/v1/offers/{offer_id}/decline": {"reason": "other", "words": "of {mark}"},
    "POST /resources/v1/offers/{offer_id}/withdraw": {"words": "of {mark}"},
    f"PUT {_ADOPTION}/intents": {"at": {"title": "pinned"}},
    f"PUT {_ITEM}/versions/{{version}}/rating": {"stars": 4},
    f"POST {_ITEM}/versions/{{version}}/comments": {"words": "of {mark}"},
    f"PUT {_ITEM}/comments/{{comment_id}}": {"words": "of {mark}"},
    f"PUT {_ITEM}/comments/{{comment_id}}/standing": {"state": "hidden", "because": "of {mark}"},
    f"POST {_ITEM}/versions/{{version}}/reports": {"about": "wrong", "words": "of {mark}"},
    "POST /resources/v1/reports/{report_id}/answer": {"state": "answered", "words": "of {mark}"},
    "POST /resources/v1/licence-readings": {"names": ["CC BY 4.0", "{mark}"]},
    "POST /resources/v1/licence-terms": {"parts": [{"key": "{mark}", "licence_id": "CC-BY-4.0"}]},
}
