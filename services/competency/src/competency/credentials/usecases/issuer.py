"""A district as an issuer: its DID, its keys, and what it publishes of them.

Each district has a DID and keys of its own, although one host serves them all: `did:web` with a path. So a key that
falls into other hands forges one district's credentials and nobody else's.
"""

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from joserfc.jwk import ECKey, JWKRegistry, OKPKey, RSAKey

from competency.credentials.queries import issuers
from competency.credentials.queries.due import mark_due_signed_by
from competency.credentials.queries.issuers import (
    IssuerKeyRecord,
    Purpose,
    find_district_name,
    find_signing_key,
    forget_private_keys,
    issuer_keys,
    lock_by_name,
    lock_key,
    save_district_name,
)
from competency.credentials.rules.integrity import SUITE
from competency.credentials.rules.issuer import Issuer, did_document, did_web
from competency.credentials.rules.keys import Key, algorithm, jwks, key_id
from competency.credentials.rules.multikey import multikey_id
from competency.credentials.rules.vocabulary import MadeJson
from competency.credentials.schemas import IssuerKeyOut, IssuerOut
from shared.auth.sealing import Sealing
from shared.db.query import Transaction
from shared.db.wake import wake_after_commit
from shared.errors import Conflict, NotFound
from shared.values.clock import Clock

Algorithm = Literal["ES256", "RS256", "EdDSA", "eddsa-rdfc-2022"]
"""The last is that of proofs, and needs a key of its own: a published key signs by one of them and no other."""

PUBLISHED_FOR = timedelta(minutes=5)
"""How long others may keep a copy of what is published."""
PUBLISHED_AHEAD = 2 * PUBLISHED_FOR
"""A new key signs when every copy without it has run out."""
CREDENTIALS_WAKE = "job.competency.credentials"

_RSA_BITS = 3072
_FIRST: dict[Purpose, Algorithm] = {"envelope": "ES256", "proof": SUITE}


@dataclass(frozen=True)
class Issuing:
    """Under which address the outside knows us, what opens the keys, and what time it is: the moment of an issue is
    asked for once the learner or the keys are locked, so that it comes after that of the issue before.
    """

    public_url: str
    key_secret: str
    clock: Clock

    @property
    def sealing(self) -> Sealing:
        return Sealing("competency", self.key_secret)

    def address(self, district_id: UUID) -> str:
        return f"{self.public_url.rstrip('/')}/competency/v1/issuers/{district_id}"

    def did(self, district_id: UUID) -> str:
        return did_web(self.address(district_id))

    def item_address(self, item_id: UUID) -> str:
        return f"{self.public_url.rstrip('/')}/ims/case/v1p1/CFItems/{item_id}"

    def list_address(self, district_id: UUID, list_id: UUID) -> str:
        return f"{self.address(district_id)}/status/{list_id}"


async def issuer_of(session: Transaction, issuing: Issuing, district_id: UUID) -> Issuer:
    """Returns the district as its credentials name it; by its id until partners has told its name."""
    name = await find_district_name(session, district_id)
    return Issuer(did=issuing.did(district_id), name=name or f"School district {district_id}")


async def signing_key(session: Transaction, issuing: Issuing, district_id: UUID) -> Key:
    """Returns the key that signs the district's credentials now; made when it is first needed."""
    return _opened(issuing, await _current(session, issuing, district_id, "envelope"))


async def proof_key(session: Transaction, issuing: Issuing, district_id: UUID) -> OKPKey:
    """Returns the key that proves the badges in the district's records now."""
    key = _opened(issuing, await _current(session, issuing, district_id, "proof"))
    if not isinstance(key, OKPKey):
        raise TypeError(f"{key.thumbprint()} is no key that makes proofs")
    return key


async def _current(session: Transaction, issuing: Issuing, district_id: UUID, purpose: Purpose) -> IssuerKeyRecord:
    """Returns the key for it. A district's first two are made together: no copy of its documents lacks one of them."""
    row = await find_signing_key(session, purpose)
    if row is not None:
        return row
    await _lock_keys(session, district_id)
    keys = {
        each: await find_signing_key(session, each) or await _make_key(session, issuing, district_id, first)
        for each, first in _FIRST.items()
    }
    return keys[purpose]


def _opened(issuing: Issuing, row: IssuerKeyRecord) -> Key:
    if row.sealed is None:
        raise ValueError(f"the private half of {row.key_id} is forgotten")
    key = JWKRegistry.import_key(json.loads(issuing.sealing.unseal(_about(row.district_id, row.key_id), row.sealed)))
    if not isinstance(key, ECKey | RSAKey | OKPKey):
        raise TypeError(f"{row.key_id} is no key that signs credentials")
    return key


async def _make_key(
    session: Transaction,
    issuing: Issuing,
    district_id: UUID,
    wanted: Algorithm,
    *,
    signs_from: datetime | None = None,
    created_by: str | None = None,
) -> IssuerKeyRecord:
    key = await asyncio.to_thread(_generated, wanted)  # an RSA key takes a second to find
    thumbprint = key.thumbprint()
    private = json.dumps(key.as_dict(private=True)).encode()
    return await issuers.add_key(
        session,
        district_id,
        thumbprint,
        purpose=_purpose_of(wanted),
        public=key.as_dict(private=False),
        sealed=issuing.sealing.seal(_about(district_id, thumbprint), private),
        signs_from=signs_from or issuing.clock(),
        created_by=created_by,
    )


def _purpose_of(wanted: Algorithm) -> Purpose:
    return "proof" if wanted == SUITE else "envelope"


def _generated(wanted: Algorithm) -> Key:
    if wanted == "ES256":
        return ECKey.generate_key("P-256", private=True)
    if wanted in ("EdDSA", SUITE):
        return OKPKey.generate_key("Ed25519", private=True)
    return RSAKey.generate_key(_RSA_BITS, private=True)


async def rotate_keys(
    session: Transaction, issuing: Issuing, district_id: UUID, wanted: Algorithm, *, created_by: str
) -> IssuerKeyOut:
    """Publishes a new key. It signs once every copy of the document without it has run out; the keys before it stay
    published, since what they signed stays valid, and the one that signs now is the last whose private half is kept.
    """
    await _lock_keys(session, district_id)
    now, purpose = issuing.clock(), _purpose_of(wanted)
    current = await find_signing_key(session, purpose)
    keys = [row for row in await issuer_keys(session) if row.purpose == purpose and row.withdrawn_at is None]
    waiting = [row for row in keys if row.signs_from > now]
    if waiting:
        raise Conflict(f"A new key is published already and signs from {waiting[0].signs_from.isoformat()} on.")
    if current is not None:
        await forget_private_keys(session, purpose, current.signs_from)
    begins = now if current is None else now + PUBLISHED_AHEAD
    row = await _make_key(session, issuing, district_id, wanted, signs_from=begins, created_by=created_by)
    return _key_out(issuing, row, await find_signing_key(session, purpose))


async def withdraw_key(session: Transaction, issuing: Issuing, district_id: UUID, thumbprint: str) -> IssuerKeyOut:
    """Withdraws the key: nothing that it signed verifies from then on. What was good is issued anew with
    another key, in the background.
    """
    await _lock_keys(session, district_id)
    row = await lock_key(session, thumbprint)
    if row is None:
        raise NotFound("This district has no such key.")
    if row.withdrawn_at is not None:
        raise Conflict(f"This key was withdrawn before, at {row.withdrawn_at.isoformat()}.")
    withdrawn = await issuers.withdraw_key(session, thumbprint)
    await mark_due_signed_by(session, thumbprint)
    wake_after_commit(session, CREDENTIALS_WAKE)
    return _key_out(issuing, withdrawn, await find_signing_key(session, withdrawn.purpose))


async def read_issuer(session: Transaction, issuing: Issuing, district_id: UUID) -> IssuerOut:
    """Returns the district as an issuer, with all its keys."""
    issuer = await issuer_of(session, issuing, district_id)
    signing = {purpose: await find_signing_key(session, purpose) for purpose in _FIRST}
    rows = await issuer_keys(session)
    address = issuing.address(district_id)
    return IssuerOut(
        did=issuer.did,
        name=issuer.name,
        did_document=f"{address}/did.json",
        jwks=f"{address}/jwks.json",
        keys=[_key_out(issuing, row, signing[row.purpose]) for row in rows],
    )


def _key_out(issuing: Issuing, row: IssuerKeyRecord, signing: IssuerKeyRecord | None) -> IssuerKeyOut:
    key, did = _public(row), issuing.did(row.district_id)
    state = "published" if row.signs_from > issuing.clock() else "retired"
    if row.withdrawn_at is not None:
        state = "withdrawn"
    elif signing is not None and signing.key_id == row.key_id:
        state = "signing"
    return IssuerKeyOut(
        key_id=row.key_id,
        kid=multikey_id(did, key) if row.purpose == "proof" and isinstance(key, OKPKey) else key_id(did, key),
        algorithm=SUITE if row.purpose == "proof" else algorithm(key),
        state=state,
        signs_from=row.signs_from,
        created_at=row.created_at,
        withdrawn_at=row.withdrawn_at,
    )


async def published_document(
    session: Transaction, issuing: Issuing, district_id: UUID, form: Literal["did", "jwks"]
) -> MadeJson:
    """Returns the keys by which the district's credentials are to be verified, as a DID document or as a JWKS."""
    published = [row for row in await issuer_keys(session) if row.withdrawn_at is None]
    if not published:
        raise NotFound("No credentials have been issued under this address.")
    did = issuing.did(district_id)
    keys = [_public(row) for row in published if row.purpose == "envelope"]
    proof_keys = [key for row in published if row.purpose == "proof" and isinstance(key := _public(row), OKPKey)]
    return did_document(did, keys, proof_keys) if form == "did" else jwks(did, keys)


def _public(row: IssuerKeyRecord) -> Key:
    key = JWKRegistry.import_key(dict(row.public))
    if not isinstance(key, ECKey | RSAKey | OKPKey):
        raise TypeError(f"{row.key_id} is no key that signs credentials")
    return key


async def record_district_name(session: Transaction, district_id: UUID, name: str) -> None:
    """Stores the name that the district's credentials say who issued them by."""
    await save_district_name(session, district_id, name)


async def _lock_keys(session: Transaction, district_id: UUID) -> None:
    await lock_by_name(session, f"keys of {district_id}")


def _about(district_id: UUID, thumbprint: str) -> str:
    return f"issuer key {district_id} {thumbprint}"
