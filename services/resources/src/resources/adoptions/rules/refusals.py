"""Why something may not be done."""

from typing import NamedTuple


class Refusal(NamedTuple):
    """The rule that is broken, as a code, and what is so and what to do."""

    rule: str
    detail: str
