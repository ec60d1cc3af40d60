"""An Open Badge 3.0 for one mastered item."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from competency.common.scales import level_of, plain
from competency.credentials.rules.achievement import Achievement, achievement_claims, result_claims
from competency.credentials.rules.credential import Credential, credential_claims, subject_claims
from competency.credentials.rules.vocabulary import (
    BADGE,
    BADGE_CONTEXT,
    BADGE_SCHEMA,
    CREDENTIALS_CONTEXT,
    EXTENSIONS_CONTEXT,
    MadeJson,
    instant,
    present,
)
from competency.evidence.rules import Kind

_CONTEXTS = (CREDENTIALS_CONTEXT, BADGE_CONTEXT, EXTENSIONS_CONTEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownWork:
    """A piece of evidence as a credential may tell of it: what kind of occasion, on which day of the district's
    calendar, with which score.

    `sha256` (hexadecimal) is of the work itself, which stays at the school: who is shown that can tell that it is the
    one. Nothing here is free text, in which names could stand.
    """

    kind: Kind
    shown_on: date
    score: Decimal | None = None
    sha256: str | None = None

    def claims(self) -> MadeJson:
        occasion = self.kind.replace("_", " ")
        scored = "" if self.score is None else f", with a score of {plain(self.score)}"
        return present(
            {
                "id": None if self.sha256 is None else _named_by_digest(self.sha256),
                "type": ["Evidence"],
                "name": occasion.capitalize(),
                "narrative": f"Shown on {self.shown_on.isoformat()}{scored}.",
                "genre": occasion,
            }
        )


def _named_by_digest(sha256: str) -> str:
    """Returns a URI that names what it is by its digest alone (RFC 6920). Raises ValueError for what is no SHA-256."""
    digest = bytes.fromhex(sha256)
    if len(digest) != 32:
        raise ValueError(f"{sha256} is no SHA-256: that has 64 hexadecimal digits")
    return f"ni:///sha-256;{urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge(Credential):
    """`score` is what the mastery was determined to be, in points of the achievement's scale; None where it follows
    from other items and has no score of its own. `awarded_at` is when the learner first held the badge: it stays when
    the badge is issued anew.
    """

    achievement: Achievement
    score: Decimal | None
    awarded_at: datetime
    evidence: tuple[ShownWork, ...] = ()


def badge_claims(badge: Badge) -> MadeJson:
    """Returns the claims of the badge, to be signed.

    Raises ValueError for a score that the scale does not have, or that is no mastery.
    """
    achievement = badge.achievement
    results = []
    if badge.score is not None:
        if badge.score < achievement.mastery:
            raise ValueError(f"{plain(badge.score)} is no mastery: that begins at {plain(achievement.mastery)}")
        results.append(result_claims(achievement, badge.score, level_of(badge.score, achievement.scale)))
    return present(
        {
            **credential_claims(badge, _CONTEXTS, BADGE, BADGE_SCHEMA),
            "awardedDate": instant(badge.awarded_at),
            "credentialSubject": present(
                {
                    **subject_claims(badge.subject, "AchievementSubject"),
                    "achievement": achievement_claims(achievement),
                    "result": results,
                }
            ),
            "evidence": [work.claims() for work in badge.evidence],
        }
    )
