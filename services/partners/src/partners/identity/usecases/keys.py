"""Signing keys: published before they sign, and until their last token has expired."""

import json
from datetime import datetime

from joserfc.jwk import OKPKey
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.queries.signing_keys import (
    delete_superseded_keys,
    find_public_keys,
    find_signing_key,
    insert_key,
    newest_key_signs_from,
)
from partners.identity.rules.tokens import PUBLISHED_AFTER, PUBLISHED_AHEAD
from shared.auth.sealing import Sealing
from shared.errors import Unavailable
from shared.values.ids import new_id
from shared.values.json_types import JsonObject

ALGORITHM = "Ed25519"


async def jwks(session: AsyncSession) -> JsonObject:
    """Returns the published keys as a JSON Web Key Set (RFC 7517), whose keys have members by their kind.

    Raises:
        Unavailable: there is none yet, and an empty answer would be remembered.
    """
    keys = await find_public_keys(session)
    if not keys:
        raise Unavailable("There are no signing keys yet: run `trellis partners bootstrap`.")
    return {"keys": keys}


async def signing_key(session: AsyncSession, secret: str, now: datetime) -> OKPKey:
    """Returns the key that signs now.

    Raises:
        Unavailable: there is none.
    """
    found = await find_signing_key(session, now)
    if found is None:
        raise Unavailable("There are no signing keys yet: run `trellis partners bootstrap`.")
    return OKPKey.import_key(json.loads(Sealing("partners", secret).unseal(_about(found.key_id), found.sealed)))


async def add_key(session: AsyncSession, secret: str, now: datetime) -> str:
    """Publishes a new key, and returns its id. The first one signs at once, a later one when all services know it."""
    key_id = new_id().hex
    key = OKPKey.generate_key("Ed25519", {"kid": key_id, "alg": ALGORITHM, "use": "sig"}, private=True)
    newest = await newest_key_signs_from(session)
    signs_from = now if newest is None else now + PUBLISHED_AHEAD
    sealed = Sealing("partners", secret).seal(_about(key_id), json.dumps(key.as_dict(private=True)).encode())
    await insert_key(session, key_id, json.dumps(key.as_dict(private=False)), sealed, signs_from)
    return key_id


async def retire_keys(session: AsyncSession, now: datetime) -> None:
    """Withdraws the keys whose last token has expired."""
    await delete_superseded_keys(session, now - PUBLISHED_AFTER)


def _about(key_id: str) -> str:
    return f"signing key {key_id}"
