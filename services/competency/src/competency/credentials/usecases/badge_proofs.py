"""The proofs of a learner's badges, by which each can be verified inside the learner's record."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from joserfc.jwk import OKPKey

from competency.credentials.queries.credentials import CredentialRecord, save_proofs
from competency.credentials.rules.integrity import prove, with_proof
from competency.credentials.rules.vocabulary import AnyJson
from competency.credentials.usecases.issuer import Issuing, proof_key
from shared.db.query import Transaction


class BadgeProofs:
    """The proofs that a learner's badges have, and those that are made now. Most badges never stand in a record, so a
    proof is made for the first record that holds the badge, and then stored.
    """

    def __init__(self, session: Transaction, issuing: Issuing, district_id: UUID, records: Iterable[CredentialRecord]):
        self._session, self._issuing, self._district_id = session, issuing, district_id
        self._proofs = {one.item_id: one.proof for one in records if one.proven and one.proof is not None}
        self._made: dict[tuple[UUID, int], AnyJson] = {}
        self._key_id = ""

    def lacks(self, item_id: UUID) -> bool:
        """Returns whether the badge for the item has no proof that holds."""
        return item_id not in self._proofs

    def forget(self, item_id: UUID | None) -> None:
        """Drops the proof of an issue that another one takes the place of."""
        self._proofs.pop(item_id, None)

    async def add_to(
        self, badges: Mapping[UUID, AnyJson], issues: Mapping[UUID | None, tuple[UUID, int]], now: datetime
    ) -> dict[UUID, AnyJson]:
        """Returns the badges with their proofs, made now where they lack one; `issues` says which issue each is."""
        missing = {item_id: badge for item_id, badge in badges.items() if self.lacks(item_id)}
        if missing:
            key = await proof_key(self._session, self._issuing, self._district_id)
            made = await asyncio.to_thread(_prove, missing, key, now)
            self._proofs |= made
            self._made |= {issues[item_id]: proof for item_id, proof in made.items()}
            self._key_id = key.thumbprint()
        return {item_id: with_proof(badge, self._proofs[item_id]) for item_id, badge in badges.items()}

    async def save(self) -> None:
        """Stores the proofs that were made, beside their issues."""
        await save_proofs(self._session, self._key_id, self._made)


def _prove(badges: Mapping[UUID, AnyJson], key: OKPKey, created: datetime) -> dict[UUID | None, AnyJson]:
    return {item_id: prove(badge, key, created) for item_id, badge in badges.items()}
