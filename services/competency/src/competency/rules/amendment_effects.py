"""What follows when a record is amended, as a list of things to be done, each a value.

Evidence is superseded or void, mastery is what the rest comes to, credentials that said otherwise are revoked, and
whoever was told the old value is told the new. FERPA asks that the record be amended and the family told in writing
(34 CFR 99.21(b)(1)); the rest is what amending a record must mean where others hold copies of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from competency.rules.amendment import Amended


@dataclass(frozen=True, slots=True)
class AmendedPiece:
    """A piece of evidence that is amended, the item it is on, and when it was recorded (aware): from then on others may
    have been told what it made of the item.
    """

    amended: Amended
    item_id: UUID
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Remastered:
    """Mastery of an item before and after, the parents that roll up from it among them; `score` None: nothing shown."""

    item_id: UUID
    score_before: Decimal | None
    mastered_before: bool
    score: Decimal | None
    mastered: bool

    @property
    def changed(self) -> bool:
        return (self.score_before, self.mastered_before) != (self.score, self.mastered)


@dataclass(frozen=True, slots=True)
class Issued:
    """A credential of the learner that is not revoked: of one mastered item, or of the learner's record; with what it
    says, items, and what it names in support, evidence.
    """

    credential_id: UUID
    kind: Literal["item", "record"]
    items: frozenset[UUID]
    evidence: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the disclosure log (99.32): who was told of an item, under which agreement, and when (aware)."""

    receiver: UUID
    agreement_id: UUID
    item_id: UUID
    element: Literal["mastery", "evidence"]
    at: datetime


@dataclass(frozen=True, slots=True)
class Supersede:
    """The piece counts no longer; `correction` stands in its place, None where nothing does and it is void."""

    evidence_id: UUID
    correction: UUID | None


@dataclass(frozen=True, slots=True)
class Redetermine:
    """Mastery of the item comes out another; its event says cause: amendment."""

    mastery: Remastered


@dataclass(frozen=True, slots=True)
class Revoke:
    """The credential is revoked, and issued anew where what it stands for still holds."""

    credential_id: UUID
    reissue: bool


@dataclass(frozen=True, slots=True)
class Tell:
    """A receiver of the old value is told of these items, under the agreement it was told by."""

    receiver: UUID
    agreement_id: UUID
    items: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class TellFamily:
    """The family is told in writing that the record was amended."""

    learner_id: UUID


Consequence = Supersede | Redetermine | Revoke | Tell | TellFamily


def consequences(
    learner_id: UUID,
    pieces: Sequence[AmendedPiece],
    mastery: Iterable[Remastered],
    credentials: Iterable[Issued],
    disclosures: Iterable[Told],
) -> tuple[Consequence, ...]:
    """What is to be done, in the order in which it is; nothing where no piece is amended.

    `mastery` has been determined again without the pieces and with their corrections. Alike for the same values in any
    order.
    """
    if not pieces:
        return ()
    remastered = {one.item_id: one for one in mastery}
    changed = {item: one for item, one in remastered.items() if one.changed}
    found: list[Consequence] = [
        Supersede(piece.amended.evidence_id, piece.amended.correction)
        for piece in sorted(pieces, key=lambda piece: piece.amended.evidence_id)
    ]
    found += [Redetermine(changed[item]) for item in sorted(changed)]
    found += revocations(pieces, remastered.values(), credentials)
    found += receivers(pieces, changed, disclosures)
    return *found, TellFamily(learner_id)


def revocations(
    pieces: Iterable[AmendedPiece], mastery: Iterable[Remastered], credentials: Iterable[Issued]
) -> list[Revoke]:
    """The credentials that say what no longer holds, or name evidence that no longer counts.

    A learner's record is issued anew always, a mastered item's credential while the item is mastered. An item that
    `mastery` does not mention is what it was.
    """
    void = {piece.amended.evidence_id for piece in pieces}
    changed = {one.item_id for one in mastery if one.changed}
    lost = {one.item_id for one in mastery if not one.mastered}
    return [
        Revoke(issued.credential_id, reissue=issued.kind == "record" or issued.items.isdisjoint(lost))
        for issued in sorted(credentials, key=lambda issued: issued.credential_id)
        if not (issued.items.isdisjoint(changed) and issued.evidence.isdisjoint(void))
    ]


def receivers(pieces: Iterable[AmendedPiece], changed: Iterable[UUID], disclosures: Iterable[Told]) -> list[Tell]:
    """Who was told what is no longer so: of mastery that comes out another, or of a piece that was amended; and only
    since a piece on the item was recorded (of a parent, any piece), for what was told before did not rest on it.
    """
    since: dict[UUID, datetime] = {}
    for piece in pieces:
        since[piece.item_id] = min(piece.recorded_at, since.get(piece.item_id, piece.recorded_at))
    wrong = {"mastery": frozenset(changed), "evidence": frozenset(since)}
    earliest = min(since.values(), default=None)
    told: dict[tuple[UUID, UUID], set[UUID]] = {}
    for entry in disclosures:
        began = since.get(entry.item_id, earliest)
        if began is not None and entry.at >= began and entry.item_id in wrong[entry.element]:
            told.setdefault((entry.receiver, entry.agreement_id), set()).add(entry.item_id)
    return [Tell(receiver, agreement, tuple(sorted(told[receiver, agreement]))) for receiver, agreement in sorted(told)]
