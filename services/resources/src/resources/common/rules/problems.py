"""What is wrong with what somebody sent, and where."""

from typing import NamedTuple


class Problem(NamedTuple):
    """`pointer` is a JSON pointer into what was sent; `detail` says what is so and what to do."""

    pointer: str
    detail: str
