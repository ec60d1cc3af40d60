"""What is typed into forms of coaches, as coaching takes it. What is wrong with it coaching says."""

from typing import Any

from dashboards.readiness.forms import Fields

MOST_TIMES = 50
SPARE_TIMES = 2
_PARTS = ("weekday", "starts", "ends")


def languages_of(fields: Fields) -> list[str]:
    """Tags of languages, as they are typed between commas or blanks."""
    return fields.words("languages").replace(",", " ").split()


def times_of(fields: Fields) -> list[dict[str, str]]:
    """Times of the week; a row in which nothing is typed is none."""
    rows = [{part: fields.words(f"time-{row}-{part}") for part in _PARTS} for row in range(MOST_TIMES)]
    return [row for row in rows if any(row.values())]


def whole(text: str) -> int | str:
    """A whole number where one is written; else what is written, so that coaching says what is wrong with it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text


def shown_times(fields: Fields | None, standing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of times as they were typed, else as they stand, with a few empty ones below them."""
    rows = standing if fields is None else list(times_of(fields))
    return [*rows, *(dict.fromkeys(_PARTS, "") for _ in range(SPARE_TIMES))]
