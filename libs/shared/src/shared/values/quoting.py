"""What an error may say where it outlives its request: PostgreSQL quotes the row, and in a row stand names."""

import re

# The row may hold line breaks, so up to what can follow it: the server's hint, SQLAlchemy's or Python's next words.
_DETAIL = re.compile(
    r"DETAIL: .*?(?=\n(?:HINT: |\[SQL|\(Background|\s*\n|Traceback|The above exception|During handling)|\Z)", re.DOTALL
)


def without_rows(text: str) -> str:
    """The text of an error, or of its trace, without the rows that PostgreSQL quotes in it (ADR 0007)."""
    return _DETAIL.sub("DETAIL: (left out: it quotes the row)", text) if "DETAIL: " in text else text
