"""What answers about actions say in one way."""

from datetime import date

from coaching.actions.schemas.actions import Dropped


def dropped_shape(reason: str | None, words: str | None, day: date | None) -> Dropped | None:
    """Returns why an action will not be done; None of one that goes on."""
    if reason is None or day is None:
        return None
    return Dropped.model_validate({"reason": reason, "words": words, "dropped_on": day})
