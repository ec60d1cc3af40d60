"""Whose something is that is kept for one reader."""

from shared.auth.callers import Caller


def reader_of(caller: Caller) -> str:
    """Returns whose what the caller keeps is: the person's, whichever account they use, or the system's."""
    return caller.subject if caller.person_id is None else str(caller.person_id)
