"""Codes in words.

A subject's `labels` map the codes that competency and the events use to messages of the catalogues. A template says
`{{ code | label(labels.reviews.STATES) }}`; a test holds each map against the codes that the documents name.
"""

from collections.abc import Mapping
from dataclasses import dataclass


def gettext(message: str) -> str:
    """Marks a message for the catalogues; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Labels:
    """Words by code. A code that is not here is said as `other`; where there is none, as it is."""

    words: Mapping[str, str]
    other: str | None = None

    def __getitem__(self, code: str) -> str:
        return self.words.get(code, code if self.other is None else self.other)
