"""Whether claims are those of an Open Badge 3.0 or of a CLR 2.0, by the cardinalities of their data models, and whether
the envelope repeats what the credential says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from competency.credentials.rules.vocabulary import (
    ANY_CREDENTIAL,
    BADGE,
    BADGE_ALIAS,
    CREDENTIALS_CONTEXT,
    RECORD,
    AnyJson,
    issuer_of,
    listed,
    read_instant,
    subject_of,
)

_BADGE_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json")
_RECORD_CONTEXT = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json")


def is_badge(claims: AnyJson) -> bool:
    return not {BADGE, BADGE_ALIAS}.isdisjoint(_texts(claims.get("type")))


def is_record(claims: AnyJson) -> bool:
    return RECORD in _texts(claims.get("type"))


def badges_in(claims: AnyJson) -> list[AnyJson]:
    """Returns the badges in a learner's record; none in anything else."""
    held = listed(subject_of(claims).get("verifiableCredential")) if is_record(claims) else []
    return [badge for badge in held if isinstance(badge, Mapping)]


def shape_problems(claims: AnyJson) -> list[str]:
    """Returns what keeps the claims of a signed credential from being one that is read here; nothing where they are."""
    if "vc" in claims:
        return ["it follows version 1.1 of the data model, and version 2.0 is read here"]
    if is_record(claims):
        return [*_credential_problems(claims), *_record_problems(claims), *_envelope_problems(claims)]
    if is_badge(claims):
        return [*_credential_problems(claims), *_badge_problems(claims), *_envelope_problems(claims)]
    return ["its type is neither OpenBadgeCredential nor ClrCredential"]


def _credential_problems(claims: AnyJson) -> Iterator[str]:
    contexts = listed(claims.get("@context"))
    if contexts[:1] != [CREDENTIALS_CONTEXT]:
        yield "its first @context is not that of Verifiable Credentials 2.0"
    wanted = _RECORD_CONTEXT if is_record(claims) else _BADGE_CONTEXT
    if not any(isinstance(context, str) and wanted.fullmatch(context) for context in contexts[1:2]):
        yield f"its second @context is not that of {'CLR 2.0' if is_record(claims) else 'Open Badges 3.0'}"
    if ANY_CREDENTIAL not in _texts(claims.get("type")):
        yield "its type does not say VerifiableCredential"
    if not _text(claims.get("id")):
        yield "it has no id"
    if not issuer_of(claims):
        yield "it names no issuer"
    if read_instant(claims.get("validFrom")) is None:
        yield "validFrom is no time with a time zone"
    if "validUntil" in claims and read_instant(claims["validUntil"]) is None:
        yield "validUntil is no time with a time zone"
    subject = subject_of(claims)
    if not _text(subject.get("id")) and not listed(subject.get("identifier")):
        yield "its subject has neither id nor identifier"


def _badge_problems(claims: AnyJson) -> Iterator[str]:
    subject = subject_of(claims)
    if "AchievementSubject" not in _texts(subject.get("type")):
        yield "its subject is no AchievementSubject"
    achievement = subject.get("achievement")
    if not isinstance(achievement, Mapping):
        yield "it has no achievement"
        return
    if "Achievement" not in _texts(achievement.get("type")):
        yield "the type of its achievement is not Achievement"
    yield from (f"its achievement has no {name}" for name in ("id", "name", "description") if not achievement.get(name))
    criteria = achievement.get("criteria")
    if not isinstance(criteria, Mapping) or not (criteria.get("id") or criteria.get("narrative")):
        yield "it does not say what the achievement takes"


def _record_problems(claims: AnyJson) -> Iterator[str]:
    if "ClrSubject" not in _texts(subject_of(claims).get("type")):
        yield "its subject is no ClrSubject"
    held = badges_in(claims)
    if not held or len(held) < len(listed(subject_of(claims).get("verifiableCredential"))):
        yield "there are no credentials in it, or some that cannot be read"
    for number, badge in enumerate(held, 1):
        if is_badge(badge):
            problems = [*_credential_problems(badge), *_badge_problems(badge)]
        else:
            problems = ["its type is not OpenBadgeCredential"]
        yield from (f"credential {number}: {problem}" for problem in problems)


def _envelope_problems(claims: AnyJson) -> Iterator[str]:
    if claims.get("jti") != claims.get("id"):
        yield "jti and id differ"
    if claims.get("sub") != subject_of(claims).get("id"):
        yield "sub and the subject's id differ"
    for numeric, dated in (("nbf", "validFrom"), ("exp", "validUntil")):
        moment, number = read_instant(claims.get(dated)), claims.get(numeric)
        if number is None and moment is None:
            continue
        # A number that is no second of our calendar is compared, never converted.
        if moment is None or number not in (moment.timestamp(), int(moment.timestamp())):
            yield f"{numeric} and {dated} differ"


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [text for text in listed(value) if isinstance(text, str)]
