"""Validates what people write."""

from shared.values.words import written


def validate_text(text: str, longest: int) -> str | None:
    """Returns why this text cannot be stored; None where it can. It comes in the form in which it is stored."""
    try:
        written(text, longest)
    except ValueError as problem:
        return str(problem)
    return None
