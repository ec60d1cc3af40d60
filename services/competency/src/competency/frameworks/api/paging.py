"""Cursors of lists that are ordered by an id alone."""

from uuid import UUID

from shared.http.paging import PageRequest


def after_id(paging: PageRequest) -> UUID | None:
    """Returns the id that the page comes after; None on the first page."""
    key = paging.key(UUID)
    return key[0] if key else None
