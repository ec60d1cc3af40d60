"""Where the bytes of a file lie in the store. Keys are made of ids alone, never of names."""

from __future__ import annotations

from uuid import UUID

ALL = "districts"
"""All that the library has lies in this folder."""


def key_of(district_id: UUID, object_id: UUID) -> str:
    """Returns the key of a stored file. All of a district's lie under one prefix."""
    return f"{ALL}/{district_id}/files/{object_id}"


def key_of_piece(district_id: UUID, upload_id: UUID, piece_id: UUID) -> str:
    """Returns the key of bytes that are not checked yet: under another prefix, so that none is served by mistake."""
    return f"{ALL}/{district_id}/uploads/{upload_id}/{piece_id}"
