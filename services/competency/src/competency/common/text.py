"""Validates what people write."""

from shared.values.words import written


def refuse_text(text: str, longest: int) -> str | None:
    """Why what somebody wrote cannot be kept, or None; it came in the form in which it is kept."""
    try:
        written(text, longest)
    except ValueError as problem:
        return str(problem)
    return None
