"""A district that issues credentials, and a reader who fetches what it publishes."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OKPKey, RSAKey

from competency.common.scales import Level, Scale
from competency.credentials.rules.achievement import Achievement, Alignment, criteria_words
from competency.credentials.rules.badge import Badge, ShownWork, badge_claims
from competency.credentials.rules.envelope import opened, sign
from competency.credentials.rules.identity import Subject, hashed_identity
from competency.credentials.rules.integrity import prove, with_proof
from competency.credentials.rules.issuer import Issuer, did_document, did_web
from competency.credentials.rules.keys import Key, key_id
from competency.credentials.rules.learner_record import Association, LearnerRecord, record_claims
from competency.credentials.rules.status_list import StatusEntry, bitstring, status_list_claims
from competency.credentials.rules.verdict import Fetched, Verdict
from competency.credentials.rules.verification import verify, wanted
from competency.mastery.rules.policy import Policy

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LABELS = ("Not yet", "Beginning", "Approaching", "Meeting", "Extending")
SCALE = Scale(Decimal(0), Decimal(4), Decimal(3), tuple(Level(label, Decimal(n)) for n, label in enumerate(LABELS)))
ISSUERS = "https://trellis.example/competency/v1/issuers"
LIST = "https://trellis.example/competency/v1/status/1"
SALT = "q7f0wz2mB5nJ8sKd"
ITEMS = "https://trellis.example/ims/case/v1p1/CFItems"

P256 = ECKey.generate_key("P-256")
ED25519 = OKPKey.generate_key("Ed25519")
PROVING = OKPKey.generate_key("Ed25519")
"""The key that proves the badges in a record."""
RSA = RSAKey.generate_key(2048)
KEYS: dict[str, Key] = {"ES256": P256, "EdDSA": ED25519, "RS256": RSA}


def district(name: str) -> Issuer:
    return Issuer(did=did_web(f"{ISSUERS}/{name}"), name=f"{name.title()} School District", url="https://north.example")


NORTH = district("north")
SOUTH = district("south")
STRANGER = ECKey.generate_key("P-256")
"""A key that no issuer publishes."""


def achievement(code: str | None = "7.RP.2", **more: Any) -> Achievement:
    url = f"{ITEMS}/{code}"
    standing = Alignment(name=f"Proportions, {code}", url=url, code=code, framework="Mathematics, grade 7")
    made = Achievement(
        id=url,
        name=f"Proportions, {code}",
        description="Recognize and represent proportional relationships between quantities.",
        criteria=criteria_words(Policy(scale=SCALE, method="decaying_average")),
        scale=SCALE,
        mastery=Decimal(3),
        alignments=(standing,),
        code=code,
        version="2",
    )
    return replace(made, **more)


def badge(number: int = 1, **more: Any) -> Badge:
    learner = Subject(
        "urn:uuid:0b5f8a9e-6f6d-4f0a-9d8e-3a1f6f0b7c11",
        (hashed_identity("s-1029", "sourcedId", SALT),),
    )
    made = Badge(
        id=f"urn:uuid:00000000-0000-4000-8000-{number:012}",
        name="Proportions",
        issuer=NORTH,
        subject=learner,
        valid_from=NOW - 10 * DAY,
        valid_until=NOW + 365 * DAY,
        status=StatusEntry(LIST, 94567 + number),
        achievement=achievement(f"7.RP.{number + 1}"),
        score=Decimal("3.25"),
        awarded_at=NOW - 30 * DAY,
        evidence=(ShownWork(kind="performance_task", shown_on=(NOW - 31 * DAY).date(), score=Decimal("3.50")),),
    )
    return replace(made, **more)


def record(held: Sequence[Badge] = (), **more: Any) -> LearnerRecord:
    held = held or (badge(1), badge(2))
    cluster = achievement("7.RP")
    made = LearnerRecord(
        id="urn:uuid:00000000-0000-4000-8000-00000000c1a5",
        name="Learner record",
        issuer=NORTH,
        subject=held[0].subject,
        valid_from=NOW - DAY,
        status=StatusEntry(LIST, 7),
        badges=tuple(proven(one) for one in held),
        achievements=(cluster,),
        associations=tuple(Association("isChildOf", one.achievement.id, cluster.id) for one in held),
    )
    return replace(made, **more)


def proven(held: Badge, key: OKPKey = PROVING) -> Any:
    """The badge as it stands in a record."""
    claims = badge_claims(held)
    return with_proof(claims, prove(claims, key, NOW - DAY))


def signed_list(*revoked: int, issuer: str = NORTH.did, key: Any = P256, **more: Any) -> str:
    claims = status_list_claims(LIST, issuer, "revocation", bitstring(revoked), NOW - DAY, NOW + DAY)
    return sign({**claims, **more}, key)


DOCUMENT: Any = did_document(NORTH.did, [P256], [PROVING])
"""What the district publishes of its keys."""


@dataclass(frozen=True)
class Reader:
    """Fetches what is published, and verifies."""

    document: object = field(default_factory=lambda: DOCUMENT)
    lists: dict[str, str | None] = field(default_factory=lambda: {LIST: signed_list()})

    def verdict(self, token: str, now: datetime = NOW) -> Verdict:
        lists = {address: self.lists.get(address) for address in wanted(token).status_lists}
        return verify(token, Fetched(self.document, lists), now)


def signed_badge(key: Any = P256, **more: Any) -> str:
    return sign(badge_claims(badge(**more)), key)


def signed_record(*held: Badge, key: Any = P256, **more: Any) -> str:
    return sign(record_claims(record(held, **more)), key)


BADGE = signed_badge()
CLAIMS: dict[str, Any] = dict(opened(BADGE).claims)
RECORD: dict[str, Any] = dict(opened(signed_record()).claims)
MEMBERS = ("credentialSubject", "verifiableCredential")
"""Where a record has its badges."""
PROVEN: Any = proven(badge())
READER = Reader()


def header(**more: Any) -> dict[str, Any]:
    made = {"alg": "ES256", "kid": key_id(NORTH.did, P256), "typ": "JWT", **more}
    return {name: value for name, value in made.items() if value is not None}


def forged(head: dict[str, Any], claims: Any = CLAIMS, key: Any = P256) -> str:
    """Signed as nobody of ours would."""
    registry = jws.JWSRegistry(algorithms=["ES256", "ES384"], strict_check_header=False)
    return jws.serialize_compact(head, json.dumps(claims), key, registry=registry)


def tampered(token: str, part: int, change: Callable[[Any], Any]) -> str:
    """The token with this part changed, and the signature as it was."""
    parts = token.split(".")
    value = change(json.loads(urlsafe_b64decode(parts[part] + "==")))
    parts[part] = urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()
    return ".".join(parts)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, key))
    else:
        yield path


def put(claims: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The claims with another value there; without the field where the value is KeyError."""
    altered = inner = deepcopy(claims)
    for key in path[:-1]:
        inner = inner[key]
    if value is KeyError:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return altered


def values(json: Any) -> Iterator[Any]:
    """All values in it, at any depth."""
    yield json
    for value in json.values() if isinstance(json, dict) else json if isinstance(json, list) else ():
        yield from values(value)


def outcomes(verdict: Verdict) -> dict[str, str]:
    return {check.name: check.outcome for check in verdict.checks}
