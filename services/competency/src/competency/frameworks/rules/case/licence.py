"""What a framework's licence lets other districts do: nothing, read it, or adapt it as well.

Only what the document itself names as its licence counts: by the address of a Creative Commons licence, or by words
that leave no doubt. Whoever says nothing has opened nothing.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from competency.frameworks.rules.framework import Framework
from competency.frameworks.rules.life import FrameworkState

OpennessName = Literal["closed", "read", "adapt"]
"""The values of `Openness`, as they are stored and given out."""


class Openness(StrEnum):
    """To callers of other districts; its own district reads and adapts whatever the licence says."""

    CLOSED = "closed"
    READ = "read"
    ADAPT = "adapt"


_ADDRESS = re.compile(r"https?://(?:www\.)?creativecommons\.org/(?:licenses|publicdomain)/([a-z0-9+\-]+)(?=/|$)")
_NAMED = re.compile(
    r"\bcc0\b|\bcc[ \-]by((?:[ \-](?:nc|sa|nd))*)\b|\bcreative commons (?:attribution|zero)|\bpublic domain\b"
)
_NO_ADAPTATION = re.compile(r"(?:^|[ \-])nd(?:$|[ \-])|no[ \-]?derivat")
_DENIED = re.compile(r"\b(?:not|no|non|isn't|never)\b[^.]{0,40}\b(?:public domain|creative commons|cc[ \-]by|cc0)\b")


def openness(framework: Framework, state: FrameworkState) -> Openness:
    """Returns what the licence allows by its title and address; its text is for people. A draft is closed."""
    link = framework.document.license
    if state is FrameworkState.DRAFT or link is None:
        return Openness.CLOSED
    held = next((one for one in framework.licenses if one.identifier == link.identifier), None)
    addresses = [link.uri, held.uri if held else None, held.license_text.strip() if held else None]
    titles = [link.title, held.title if held else ""]
    for address in addresses:
        if address and (found := _ADDRESS.match(address.lower())):
            return Openness.READ if _NO_ADAPTATION.search(found[1]) else Openness.ADAPT
    for title in titles:
        folded = " ".join(title.lower().split())
        if _NAMED.search(folded) and not _DENIED.search(folded):
            return Openness.READ if _NO_ADAPTATION.search(folded) else Openness.ADAPT
    return Openness.CLOSED
