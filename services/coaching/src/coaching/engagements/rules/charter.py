"""The charter: what the two write down of how they work together, in versions that both sign."""

from __future__ import annotations

import hashlib
import json
from typing import Literal, NamedTuple
from uuid import UUID

Recording = Literal["none", "with_consent_of_all", "safeguarding_only"]
Channel = Literal["platform_only", "platform_and_video"]
Cadence = Literal["weekly", "every_two_weeks", "monthly"]


class Terms(NamedTuple):
    """What a version says. `first_contact_days` is within how many days a first contact is held."""

    words: str
    recording: Recording
    channel: Channel
    cadence: Cadence
    first_contact_days: int


def document_hash(engagement_id: UUID, number: int, terms: Terms) -> str:
    """Returns the SHA-256 of a version: the same words in another version, or in another engagement, have another."""
    said = {"engagement_id": str(engagement_id), "number": number, **terms._asdict()}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def validate_signing(number: int, sent_hash: str, newest: int, newest_hash: str, signed_before: bool) -> str | None:
    """Returns why a district cannot sign what it has read, and what to do; None where it can."""
    if number != newest:
        return f"Version {newest} was written since: read that one, and sign it if you agree."
    if sent_hash != newest_hash:
        return "This is not the hash of that version: read it again, and sign what you have read."
    if signed_before:
        return "Your district has signed this version before."
    return None
