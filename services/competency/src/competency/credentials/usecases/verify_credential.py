"""Verifying: what a credential needs is fetched, ours at home and strangers' as any stranger's, and the verdict put for
people to read.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from competency.credentials.rules.identity import is_about
from competency.credentials.rules.shape import badges_in, is_record
from competency.credentials.rules.verdict import Fetched, Verdict, Wanted
from competency.credentials.rules.verification import verify, wanted
from competency.credentials.rules.vocabulary import AnyJson, issuer_of, listed, subject_of
from competency.credentials.schemas import CheckOut, RecipientIn, ShownAchievement, ShownCredential, VerdictOut
from competency.credentials.usecases.issuer import Issuing, published_document
from competency.credentials.usecases.status_lists import published_list
from shared.errors import NotFound
from shared.http.session import Publishes
from shared.outgoing.client import AddressRefused, NoAnswer, OutboundClient

MOST_SECONDS = 10.0
"""That a stranger may take for each document."""
LARGEST_DOCUMENT = 2_000_000
"""Bytes: a list of a million credentials, most of them revoked at random."""

_GOOD = "This credential is good: its issuer signed it, holds to it, and nothing in it was changed."
_NOT_GOOD = "Do not rely on this credential."


class Reader:
    """Fetches what verifying needs. Strangers' addresses are called by `outbound`, which refuses private ones."""

    def __init__(self, issuing: Issuing, publishes: Publishes, outbound: OutboundClient) -> None:
        self._issuing, self._publishes, self._outbound = issuing, publishes, outbound
        self._issuers = issuing.address(UUID(int=0)).rpartition("/")[0]

    def now(self) -> datetime:
        """What time it is; asked once all is fetched, as what we sign ourselves meanwhile is good from then on."""
        return self._issuing.clock()

    async def fetch(self, needed: Wanted) -> Fetched:
        """Returns what could be had of it."""
        lists_of = asyncio.gather(*(self._status_list(address) for address in needed.status_lists))
        document, lists = await asyncio.gather(self._issuer_document(needed), lists_of)
        return Fetched(document, dict(zip(needed.status_lists, lists, strict=True)))

    async def _issuer_document(self, needed: Wanted) -> object:
        if needed.issuer_document is None:
            return None
        if (ours := self._our_district(needed.issuer)) is not None:
            try:
                async with self._publishes(ours) as session:
                    return await published_document(session, self._issuing, ours, "did")
            except NotFound:
                return None
        text = await self._get(needed.issuer_document, "application/json")
        try:
            return None if text is None else json.loads(text)
        except (ValueError, RecursionError):
            return None

    def _our_district(self, issuer: str) -> UUID | None:
        """Returns the district whose DID it is, if it is one under our own address."""
        found = _as_uuid(issuer.rpartition(":")[2])
        return found if found is not None and self._issuing.did(found) == issuer else None

    async def _status_list(self, address: str) -> str | None:
        ours = address.removeprefix(f"{self._issuers}/").split("/")
        if address.startswith(f"{self._issuers}/") and len(ours) == 3 and ours[1] == "status":
            return await self._our_list(_as_uuid(ours[0]), _as_uuid(ours[2]))
        return await self._get(address, "application/vc+jwt, application/jwt;q=0.9, */*;q=0.1")

    async def _our_list(self, district_id: UUID | None, list_id: UUID | None) -> str | None:
        if district_id is None or list_id is None:
            return None
        try:
            async with self._publishes(district_id) as session:
                return (await published_list(session, self._issuing, district_id, list_id)).token
        except NotFound:
            return None

    async def _get(self, address: str, accept: str) -> str | None:
        try:
            answer = await self._outbound.get(address, {"Accept": accept})
        except (AddressRefused, NoAnswer):
            return None
        if answer.status != 200 or answer.cut:
            return None
        try:
            return answer.body.decode().strip()
        except UnicodeDecodeError:
            return None


async def verify_credential(token: str, reader: Reader, recipient: RecipientIn | None = None) -> VerdictOut:
    """Returns the verdict on a signed credential of any issuer; whatever the text is, there is one."""
    fetched = await reader.fetch(wanted(token))
    # In a thread: a record may hold many proofs, and each takes a while to check.
    verdict = await asyncio.to_thread(verify, token, fetched, reader.now())
    about = None
    if recipient is not None and verdict.claims is not None:
        about = is_about(verdict.claims, recipient.identifier, recipient.identity_type)
    return _verdict_out(verdict, about)


def _verdict_out(verdict: Verdict, about: bool | None) -> VerdictOut:
    failures = [check.words for check in verdict.checks if check.problem is not None]
    return VerdictOut(
        good=verdict.good,
        words=_GOOD if verdict.good else " ".join([*failures, _NOT_GOOD]),
        problems=list(verdict.problems),
        checks=[
            CheckOut(name=check.name, outcome=check.outcome, problem=check.problem, words=check.words)
            for check in verdict.checks
        ],
        about_recipient=about,
        credential=None if verdict.claims is None else shown(verdict.claims),
    )


def shown(claims: AnyJson) -> ShownCredential:
    """Returns what the credential says of achievements; nothing of whom it is about."""
    issuer = claims.get("issuer")
    return ShownCredential(
        id=_text(claims.get("id")) or "",
        kind="record" if is_record(claims) else "badge",
        name=_text(claims.get("name")),
        issuer=issuer_of(claims),
        issuer_name=_text(issuer.get("name")) if isinstance(issuer, Mapping) else None,
        valid_from=_text(claims.get("validFrom")),
        valid_until=_text(claims.get("validUntil")),
        achievements=[_achievement(badge) for badge in (badges_in(claims) if is_record(claims) else [claims])],
    )


def _achievement(badge: AnyJson) -> ShownAchievement:
    subject = subject_of(badge)
    achievement = _mapping(subject.get("achievement"))
    result = next(_mappings(subject.get("result")), {})
    alignment = next(_mappings(achievement.get("alignment")), {})
    return ShownAchievement(
        name=_text(achievement.get("name")) or "",
        description=_text(achievement.get("description")),
        criteria=_text(_mapping(achievement.get("criteria")).get("narrative")),
        code=_text(achievement.get("humanCode")),
        framework=_text(alignment.get("targetFramework")),
        level=_level(achievement, result),
        score=_text(result.get("value")),
        awarded_at=_text(badge.get("awardedDate")) or _text(badge.get("validFrom")),
    )


def _level(achievement: AnyJson, result: AnyJson) -> str | None:
    """Returns the name of the level that the result says was achieved."""
    for description in _mappings(achievement.get("resultDescription")):
        for level in _mappings(description.get("rubricCriterionLevel")):
            if level.get("id") is not None and level.get("id") == result.get("achievedLevel"):
                return _text(level.get("name"))
    return None


def _mappings(value: object) -> Iterator[AnyJson]:
    return (one for one in listed(value) if isinstance(one, Mapping))


def _mapping(value: object) -> AnyJson:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _as_uuid(text: str) -> UUID | None:
    try:
        found = UUID(text)
    except ValueError:
        return None
    return found if str(found) == text else None
