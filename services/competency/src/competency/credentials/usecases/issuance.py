"""One learner's credentials in one transaction: revoked, issued, issued anew, and then written all at once.

The learner is locked, as in every write of theirs: what is read here is what is held, and nobody issues the same
credential beside us.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID, uuid4

from competency.common.queries import calendar
from competency.credentials.queries.credentials import (
    CredentialRecord,
    NewIssue,
    Revocation,
    add_issues,
    credentials_of_learner,
    revoke_issues,
)
from competency.credentials.queries.due import mark_due
from competency.credentials.queries.results import (
    certifiable_results,
    evidence_for_badges,
    items_with_ancestors,
    sourced_ids_of_learner,
    withdrawn_evidence,
)
from competency.credentials.rules.envelope import opened, sign
from competency.credentials.rules.issuer import Issuer
from competency.credentials.rules.keys import Key
from competency.credentials.rules.learner_record import NothingToRecord
from competency.credentials.rules.reissue import MasterySummary, after_badges_changed, after_change
from competency.credentials.rules.shape import badges_in
from competency.credentials.rules.vocabulary import AnyJson, MadeJson
from competency.credentials.usecases.badge_proofs import BadgeProofs
from competency.credentials.usecases.content import (
    Certified,
    CurrentMastery,
    IssueDetails,
    badge_of,
    certified_mastery,
    current_mastery,
    identities_of,
    of_older_form,
    place_of,
    record_of,
)
from competency.credentials.usecases.issuer import CREDENTIALS_WAKE, Issuing, issuer_of, signing_key
from competency.credentials.usecases.status_lists import reserve_places, set_places
from competency.learners.queries.learners import lock_learners
from shared.contracts.competency import CredentialIssued, CredentialKind, CredentialRevoked
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.events import Event, publish
from shared.values.calendar import DEFAULT_ZONE

RECORD = None
"""In place of an item: the learner's whole record."""
_NOT_MASTERED = MasterySummary(mastered=False, score=None)
ItemOrRecord = TypeVar("ItemOrRecord", UUID, None)


class Issuance:
    """Use it in order: `begin`, what is to be done, `write`."""

    def __init__(self, session: Transaction, issuing: Issuing, district_id: UUID, learner_id: UUID, by: str) -> None:
        self._session, self._issuing = session, issuing
        self._district_id, self._learner_id, self._by = district_id, learner_id, by
        self._now = issuing.clock()
        self._records: dict[UUID | None, CredentialRecord] = {}
        self._in_force: dict[UUID | None, str] = {}
        self._revoked: list[Revocation] = []
        self._signed: list[NewIssue] = []
        self._events: list[Event] = []
        self._signer: tuple[Issuer, Key] | None = None
        self._pseudonym = uuid4()
        self._issues: dict[UUID | None, tuple[UUID, int]] = {}
        self._older: dict[UUID, bool] = {}
        self._proofs = BadgeProofs(session, issuing, district_id, ())

    async def begin(self) -> None:
        """Locks the learner, and reads what they have."""
        await lock_learners(self._session, self._district_id, [self._learner_id])
        self._now = self._issuing.clock()
        records = await credentials_of_learner(self._session, self._learner_id)
        if records:  # one pseudonym for all of a learner's credentials, that of the first
            self._pseudonym = min(records, key=lambda one: (one.awarded_at, one.credential_id)).pseudonym
        self._records = {one.item_id: one for one in records}
        self._issues = {one.item_id: (one.credential_id, one.issue) for one in records}
        self._proofs = BadgeProofs(self._session, self._issuing, self._district_id, records)
        self._in_force = {one.item_id: one.token for one in records if one.revoked_at is None}

    async def current(self, items: Collection[UUID] | None) -> dict[UUID, CurrentMastery]:
        """Returns the learner's mastery of these items as it is now, or of all that are mastered."""
        results = await certifiable_results(self._session, self._learner_id, items)
        evidence = await evidence_for_badges(self._session, self._learner_id, list(results))
        return {item_id: current_mastery(result, evidence[item_id]) for item_id, result in results.items()}

    def issued(self, item_id: UUID | None) -> CredentialRecord | None:
        """Returns the credential's newest issue as it was when we began; None where there is none."""
        return self._records.get(item_id)

    @property
    def items(self) -> set[UUID]:
        """The items of which there is a badge, in force or not."""
        return {item_id for item_id in self._records if item_id is not RECORD}

    def is_in_force(self, item_id: UUID | None) -> bool:
        return item_id in self._in_force

    async def update_badges(self, items: Collection[UUID], current: Mapping[UUID, CurrentMastery]) -> None:
        """Revokes what is no longer so, and issues it anew where the item is mastered all the same, or again."""
        followed = {
            item_id: record
            for item_id in sorted(items)
            if (record := self._records.get(item_id)) is not None and record.follows
        }
        withdrawn = await withdrawn_evidence(
            self._session, {one for record in followed.values() for one in record.evidence}
        )
        older = await self._of_older_form(followed.keys())
        anew = []
        for item_id, record in followed.items():
            found = current.get(item_id)
            if record.revoked_at is None:
                became = after_change(
                    certified_mastery(record),
                    _NOT_MASTERED if found is None else found.summary,
                    withdrawn,
                    key_withdrawn=record.key_withdrawn,
                    form_changed=item_id in older,
                )
                if became.action == "keep":
                    continue
                await self.revoke(item_id, became.reason, became.words)
            if found is not None and found.result.mastered:
                anew.append(item_id)
        await self.issue_badges(anew, current)

    async def issue_badges(self, items: Sequence[UUID], current: Mapping[UUID, CurrentMastery]) -> None:
        """Signs badges for these items, which are mastered."""
        zone = await calendar.zone(self._session, self._district_id) if items else DEFAULT_ZONE
        for item_id, details in (await self._details(items)).items():
            found = current[item_id]
            issuer, _ = await self._issuer_and_key()
            claims = badge_of(self._issuing, self._district_id, issuer, details, found, zone)
            await self._sign(item_id, details, claims, found.certified)

    async def update_record(self, *, grows: bool) -> None:
        """Brings the record, if there is one, to the badges that are in force. It `grows` when somebody asks for it:
        then it is made where there is none, and takes up badges that it lacks.

        Raises:
            NothingToRecord: it grows, and there is no badge.
        """
        record = self._records.get(RECORD)
        if not grows and (record is None or not record.follows):
            return
        if older := await self._of_older_form(self._in_force.keys() - {RECORD}):
            # They are issued anew before the record is, and a worker of the release before may have passed over them.
            await mark_due(self._session, self._district_id, self._learner_id, older)
            wake_after_commit(self._session, CREDENTIALS_WAKE)
            return
        badges = {item_id: opened(token).claims for item_id, token in self._in_force.items() if item_id is not RECORD}
        if not badges and grows:
            raise NothingToRecord
        if record is not None and RECORD in self._in_force:
            places = [place_of(badge) for badge in badges.values()]
            had = [place_of(badge) for badge in badges_in(opened(record.token).claims)]
            unproven = any(self._proofs.lacks(item_id) for item_id, badge in badges.items() if place_of(badge) in had)
            became = after_badges_changed(
                had, places, grows=grows, key_withdrawn=record.key_withdrawn, unproven=unproven
            )
            if became.action == "keep":
                return
            await self.revoke(RECORD, became.reason, became.words)
        if badges:
            await self._sign_record(badges)

    async def _sign_record(self, badges: Mapping[UUID, AnyJson]) -> None:
        issuer, _ = await self._issuer_and_key()
        above = await items_with_ancestors(self._session, list(badges))
        details = (await self._details([RECORD]))[RECORD]
        proven = await self._proofs.add_to(badges, self._issues, self._now)
        claims = record_of(self._issuing, self._district_id, issuer, details, proven, above)
        await self._sign(RECORD, details, claims, Certified())

    async def _of_older_form(self, items: Iterable[UUID | None]) -> set[UUID]:
        """Returns those whose badge, as it was when we began, has another pseudonym than the learner's other
        credentials, or says what a proof would not cover.
        """
        badges = [item_id for item_id in items if item_id is not RECORD]
        unknown = {one: self._records[one] for one in badges if one in self._records and one not in self._older}
        if unknown:
            self._older |= await asyncio.to_thread(of_older_form, unknown, self._pseudonym)
        return {item_id for item_id in badges if self._older.get(item_id)}

    async def revoke(self, item_id: UUID | None, reason: str, words: str) -> None:
        """Takes back what is in force."""
        record = self._records[item_id]
        del self._in_force[item_id]
        self._revoked.append(Revocation(record.credential_id, record.issue, reason, words))
        self._events.append(
            CredentialRevoked(
                learner_id=self._learner_id,
                credential_id=record.credential_id,
                issue=record.issue,
                kind=kind_of(item_id),
                item_id=item_id,
                reason=reason,
                revoked_at=self._now,
            )
        )

    async def write(self) -> None:
        """Stores what was revoked and issued, and publishes it."""
        if self._revoked:
            places: dict[UUID, list[int]] = {}
            records = {record.credential_id: record for record in self._records.values()}
            for revoked in self._revoked:
                record = records[revoked.credential_id]
                places.setdefault(record.list_id, []).append(record.place)
            await revoke_issues(self._session, self._revoked, self._now, self._by)
            await set_places(self._session, self._issuing, places)
        await add_issues(self._session, self._district_id, self._learner_id, self._signed)
        await self._proofs.save()
        await publish(self._session, self._district_id, *self._events)

    async def _details(self, items: Sequence[ItemOrRecord]) -> dict[ItemOrRecord, IssueDetails]:
        """Returns under what the credentials of these items are issued, each with a place of its own."""
        if not items:
            return {}
        places = await reserve_places(self._session, self._issuing, self._district_id, len(items))
        sourced = await sourced_ids_of_learner(self._session, self._learner_id)
        return {
            item_id: IssueDetails(
                credential_id=uuid4() if (record := self._records.get(item_id)) is None else record.credential_id,
                pseudonym=self._pseudonym,
                identities=identities_of(self._learner_id, sourced),
                awarded_at=self._now if record is None else record.awarded_at,
                valid_from=self._now,
                status=status,
            )
            for item_id, status in zip(items, places, strict=True)
        }

    async def _issuer_and_key(self) -> tuple[Issuer, Key]:
        """Returns in whose name these are signed; asked for once, and by those only who sign."""
        if self._signer is None:
            self._signer = (
                await issuer_of(self._session, self._issuing, self._district_id),
                await signing_key(self._session, self._issuing, self._district_id),
            )
        return self._signer

    async def _sign(self, item_id: UUID | None, details: IssueDetails, claims: MadeJson, certified: Certified) -> None:
        _, key = await self._issuer_and_key()
        record = self._records.get(item_id)
        issue = 1 if record is None else record.issue + 1
        signed = NewIssue(
            credential_id=details.credential_id,
            item_id=item_id,
            pseudonym=details.pseudonym,
            awarded_at=details.awarded_at,
            issue=issue,
            token=sign(claims, key),
            name=str(claims["name"]),
            key_id=key.thumbprint(),
            list_id=UUID(details.status.status_list.rpartition("/")[2]),
            place=details.status.index,
            score=certified.score,
            level=certified.level,
            level_from=certified.level_from,
            evidence=list(certified.evidence),
            issued_at=self._now,
            issued_by=self._by,
        )
        self._in_force[item_id] = signed.token
        self._issues[item_id] = (signed.credential_id, issue)
        self._proofs.forget(item_id)
        if item_id is not RECORD:
            self._older[item_id] = False
        self._signed.append(signed)
        self._events.append(
            CredentialIssued(
                learner_id=self._learner_id,
                credential_id=signed.credential_id,
                issue=issue,
                kind=kind_of(item_id),
                item_id=item_id,
                issued_at=self._now,
            )
        )


def kind_of(item_id: UUID | None) -> CredentialKind:
    return "record" if item_id is RECORD else "badge"
