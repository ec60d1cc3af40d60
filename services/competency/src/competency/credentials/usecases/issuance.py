"""One learner's credentials in one transaction: revoked, issued, issued anew, and then written all at once.

The learner is locked, as in every write of theirs: what is read here is what is held, and nobody issues the same
credential beside us.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from joserfc.jwk import OKPKey
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.queries import calendar
from competency.credentials.queries import credentials as queries
from competency.credentials.queries.credentials import Revoked, Signed
from competency.credentials.rules.envelope import opened, sign
from competency.credentials.rules.integrity import is_provable, prove, with_proof
from competency.credentials.rules.issuer import Issuer
from competency.credentials.rules.keys import Key
from competency.credentials.rules.learner_record import NothingToRecord
from competency.credentials.rules.reissue import Standing, after_badges_changed, after_change
from competency.credentials.rules.shape import badges_in
from competency.credentials.rules.vocabulary import Json, Read
from competency.credentials.usecases.content import Held, Named, badge_of, held_of, identities_of, record_of, says
from competency.credentials.usecases.issuer import CREDENTIALS_WAKE, Issuing, issuer_of, proof_key, signing_key
from competency.credentials.usecases.status_lists import set_places, take_places
from competency.learners.queries.learners import lock_learners
from shared.contracts.competency import CredentialIssued, CredentialKind, CredentialRevoked
from shared.db.wake import wake_after_commit
from shared.events import Event, publish
from shared.values.calendar import DEFAULT_ZONE

RECORD = None
"""In place of an item: the learner's whole record."""
_NOTHING_SHOWN = Standing(mastered=False, score=None)


class Issuance:
    """Use it in order: `begin`, what is to be done, `write`."""

    def __init__(self, session: AsyncSession, issuing: Issuing, district_id: UUID, learner_id: UUID, by: str) -> None:
        self._session, self._issuing = session, issuing
        self._district_id, self._learner_id, self._by = district_id, learner_id, by
        self._now = datetime.now(UTC)
        self._rows: dict[UUID | None, Any] = {}
        self._in_force: dict[UUID | None, str] = {}
        self._revoked: list[Revoked] = []
        self._signed: list[Signed] = []
        self._events: list[Event] = []
        self._signer: tuple[Issuer, Key] | None = None
        self._pseudonym = uuid4()
        self._issues: dict[UUID | None, tuple[UUID, int]] = {}
        self._older: dict[UUID, bool] = {}
        self._proofs: dict[UUID | None, Read] = {}
        self._proven_now: dict[tuple[UUID, int], Read] = {}
        self._proof_key_id = ""

    async def begin(self) -> None:
        """Lock the learner, and read what they have."""
        await lock_learners(self._session, self._district_id, [self._learner_id])
        self._now = datetime.now(UTC)
        self._rows = {row.item_id: row for row in await queries.of_learner(self._session, self._learner_id)}
        if self._rows:  # one pseudonym for all of a learner's credentials, that of the first
            self._pseudonym = min(self._rows.values(), key=lambda row: (row.awarded_at, row.credential_id)).pseudonym
        self._issues = {item_id: (row.credential_id, row.issue) for item_id, row in self._rows.items()}
        self._proofs = {item_id: row.proof for item_id, row in self._rows.items() if row.proven}
        self._in_force = {item_id: row.token for item_id, row in self._rows.items() if row.revoked_at is None}

    async def held(self, items: Collection[UUID] | None) -> dict[UUID, Held]:
        """What is held of the learner's mastery of these items, or of all that are mastered."""
        rows = await queries.held(self._session, self._learner_id, items)
        shown = await queries.shown(self._session, self._learner_id, list(rows))
        return {item_id: held_of(row, shown[item_id]) for item_id, row in rows.items()}

    def issued(self, item_id: UUID | None) -> Any:
        """The credential's newest issue as it was when we began; None where there is none."""
        return self._rows.get(item_id)

    @property
    def items(self) -> set[UUID]:
        """Of which there is a badge, in force or not."""
        return {item_id for item_id in self._rows if item_id is not RECORD}

    def is_in_force(self, item_id: UUID | None) -> bool:
        return item_id in self._in_force

    async def settle_badges(self, items: Collection[UUID], held: Mapping[UUID, Held]) -> None:
        """Revoke what is no longer so, and issue it anew where the item is mastered all the same, or again."""
        rows = [row for item_id in sorted(items) if (row := self._rows.get(item_id)) is not None and row.follows]
        withdrawn = await queries.withdrawn(self._session, {piece for row in rows for piece in row.evidence})
        older = await self._of_older_form([row.item_id for row in rows])
        anew = []
        for row in rows:
            found = held.get(row.item_id)
            if row.revoked_at is None:
                standing = _NOTHING_SHOWN if found is None else found.standing
                became = after_change(
                    says(row),
                    standing,
                    withdrawn,
                    key_withdrawn=row.key_withdrawn,
                    form_changed=row.item_id in older,
                )
                if became.action == "keep":
                    continue
                await self.revoke(row.item_id, became.reason, became.words)
            if found is not None and found.row.mastered:
                anew.append(row.item_id)
        await self.issue_badges(anew, held)

    async def issue_badges(self, items: Sequence[UUID], held: Mapping[UUID, Held]) -> None:
        """Sign badges for these items, which are mastered."""
        zone = await calendar.zone(self._session, self._district_id) if items else DEFAULT_ZONE
        for item_id, named in (await self._named(items)).items():
            found = held[item_id]
            issuer, _ = await self._issuer_and_key()
            level = found.level
            told = {
                "score": found.score,
                "level": None if level is None else level.label,
                "level_from": None if level is None else level.value,
                "evidence": [piece.evidence_id for piece in found.pieces],
            }
            claims = badge_of(self._issuing, self._district_id, issuer, named, found, zone)
            await self._sign(item_id, named, claims, told)

    async def bring_record(self, *, grows: bool) -> None:
        """Bring the record, if there is one, to the badges that are in force. It `grows` when somebody asks for it:
        then it is made where there is none, and takes up badges that it lacks.

        Raises:
            NothingToRecord: it grows, and there is no badge.
        """
        row = self._rows.get(RECORD)
        if not grows and (row is None or not row.follows):
            return
        if older := await self._of_older_form(self._in_force.keys() - {RECORD}):
            # They are issued anew before the record is, and a worker of the release before may have passed over them.
            await queries.look_at(self._session, self._district_id, self._learner_id, older)
            wake_after_commit(self._session, CREDENTIALS_WAKE)
            return
        badges = {item_id: opened(token).claims for item_id, token in self._in_force.items() if item_id is not RECORD}
        if not badges and grows:
            raise NothingToRecord
        if row is not None and RECORD in self._in_force:
            places = [_place_of(badge) for badge in badges.values()]
            had = [_place_of(badge) for badge in badges_in(opened(row.token).claims)]
            unproven = any(item_id not in self._proofs for item_id, badge in badges.items() if _place_of(badge) in had)
            became = after_badges_changed(had, places, grows=grows, key_withdrawn=row.key_withdrawn, unproven=unproven)
            if became.action == "keep":
                return
            await self.revoke(RECORD, became.reason, became.words)
        if badges:
            await self._sign_record(badges)

    async def _sign_record(self, badges: Mapping[UUID, Read]) -> None:
        issuer, _ = await self._issuer_and_key()
        above = await queries.items_and_above(self._session, list(badges))
        named = (await self._named([RECORD]))[RECORD]
        proven = await self._proven(badges)
        claims = record_of(self._issuing, self._district_id, issuer, named, proven, above)
        await self._sign(RECORD, named, claims, {"score": None, "level": None, "level_from": None, "evidence": []})

    async def _proven(self, badges: Mapping[UUID, Read]) -> dict[UUID, Read]:
        """The badges with their proofs. Most badges never stand in a record, so a proof is made for the first that
        holds the badge, and then kept.
        """
        missing = {item_id: badge for item_id, badge in badges.items() if item_id not in self._proofs}
        if missing:
            key = await proof_key(self._session, self._issuing, self._district_id)
            made = await asyncio.to_thread(_prove, missing, key, self._now)
            self._proofs |= made
            self._proven_now |= {self._issues[item_id]: proof for item_id, proof in made.items()}
            self._proof_key_id = key.thumbprint()
        return {item_id: with_proof(badge, self._proofs[item_id]) for item_id, badge in badges.items()}

    async def _of_older_form(self, items: Collection[UUID | None]) -> set[UUID]:
        """Those whose badge, as it was when we began, has another pseudonym than the learner's other credentials, or
        says what a proof would not cover.
        """
        rows = [self._rows[item_id] for item_id in items if item_id in self._rows and item_id not in self._older]
        if rows:
            self._older |= await asyncio.to_thread(_older, rows, self._pseudonym)
        return {item_id for item_id in items if item_id is not RECORD and self._older.get(item_id)}

    async def revoke(self, item_id: UUID | None, reason: str, words: str) -> None:
        """Take back what is in force."""
        row = self._rows[item_id]
        del self._in_force[item_id]
        self._revoked.append(Revoked(row.credential_id, row.issue, reason, words))
        self._events.append(
            CredentialRevoked(
                learner_id=self._learner_id,
                credential_id=row.credential_id,
                issue=row.issue,
                kind=kind_of(item_id),
                item_id=item_id,
                reason=reason,
                revoked_at=self._now,
            )
        )

    async def write(self) -> None:
        """Write down what was revoked and issued, and tell of it."""
        if self._revoked:
            places: dict[UUID, list[int]] = {}
            rows = {row.credential_id: row for row in self._rows.values()}
            for revoked in self._revoked:
                row = rows[revoked.credential_id]
                places.setdefault(row.list_id, []).append(row.place)
            await queries.revoke(self._session, self._revoked, self._now, self._by)
            await set_places(self._session, self._issuing, places)
        await queries.put(self._session, self._district_id, self._learner_id, self._signed)
        await queries.prove(self._session, self._proof_key_id, self._proven_now)
        await publish(self._session, self._district_id, *self._events)

    async def _named(self, items: Sequence[UUID | None]) -> dict[Any, Named]:
        """The names under which the credentials of these items are issued, each with a place of its own."""
        if not items:
            return {}
        places = await take_places(self._session, self._issuing, self._district_id, len(items))
        sourced = await queries.sourced_ids(self._session, self._learner_id)
        return {
            item_id: Named(
                credential_id=uuid4() if (row := self._rows.get(item_id)) is None else row.credential_id,
                pseudonym=self._pseudonym,
                identities=identities_of(self._learner_id, sourced),
                awarded_at=self._now if row is None else row.awarded_at,
                valid_from=self._now,
                status=status,
            )
            for item_id, status in zip(items, places, strict=True)
        }

    async def _issuer_and_key(self) -> tuple[Issuer, Key]:
        """In whose name these are signed; asked for once, and by those only who sign."""
        if self._signer is None:
            self._signer = (
                await issuer_of(self._session, self._issuing, self._district_id),
                await signing_key(self._session, self._issuing, self._district_id),
            )
        return self._signer

    async def _sign(self, item_id: UUID | None, named: Named, claims: Json, told: Mapping[str, Any]) -> None:
        _, key = await self._issuer_and_key()
        row = self._rows.get(item_id)
        token = sign(claims, key)
        columns = {
            **told,
            "token": token,
            "name": claims["name"],
            "key_id": key.thumbprint(),
            "list_id": UUID(named.status.status_list.rpartition("/")[2]),
            "place": named.status.index,
            "issued_at": self._now,
            "issued_by": self._by,
        }
        issue = 1 if row is None else row.issue + 1
        self._in_force[item_id] = token
        self._issues[item_id] = (named.credential_id, issue)
        self._proofs.pop(item_id, None)
        if item_id is not RECORD:
            self._older[item_id] = False
        self._signed.append(Signed(named.credential_id, item_id, named.pseudonym, named.awarded_at, issue, columns))
        self._events.append(
            CredentialIssued(
                learner_id=self._learner_id,
                credential_id=named.credential_id,
                issue=issue,
                kind=kind_of(item_id),
                item_id=item_id,
                issued_at=self._now,
            )
        )


def kind_of(item_id: UUID | None) -> CredentialKind:
    return "record" if item_id is RECORD else "badge"


def _older(rows: Iterable[Any], pseudonym: UUID) -> dict[UUID, bool]:
    return {
        row.item_id: row.pseudonym != pseudonym or (row.proof is None and not is_provable(opened(row.token).claims))
        for row in rows
    }


def _prove(badges: Mapping[UUID, Read], key: OKPKey, created: datetime) -> dict[UUID | None, Read]:
    return {item_id: prove(badge, key, created) for item_id, badge in badges.items()}


def _place_of(badge: Read) -> str:
    return str(badge["credentialStatus"]["id"])
