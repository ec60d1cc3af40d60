"""Where the bytes of a file lie in the store. Keys are made of ids alone, never of names."""

from __future__ import annotations

import re
from uuid import UUID

ALL = "districts"
"""All that the library has lies in this folder."""
_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PIECE = re.compile(f"{ALL}/{_ID}/uploads/{_ID}/({_ID})")


def key_of(district_id: UUID, object_id: UUID) -> str:
    """Returns the key of a stored file. All of a district's lie under one prefix."""
    return f"{ALL}/{district_id}/files/{object_id}"


def key_of_piece(district_id: UUID, upload_id: UUID, piece_id: UUID) -> str:
    """Returns the key of bytes that are not checked yet: under another prefix, so that none is served by mistake."""
    return f"{ALL}/{district_id}/uploads/{upload_id}/{piece_id}"


def piece_of_key(key: str) -> UUID | None:
    """Returns the id of the piece whose key this is, or None where it is no piece's."""
    found = _PIECE.fullmatch(key)
    return UUID(found[1]) if found else None
