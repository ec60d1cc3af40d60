"""The lists of what was revoked: places in them for what is issued, and the lists as everybody may fetch them.

The places are a permutation under a secret, and some are set that are nobody's, more of them with each revocation. So
a list tells neither when a credential was issued, nor which one, nor how many were revoked.
"""

import secrets
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from competency.credentials.queries.issuers import find_signing_key, lock_by_name
from competency.credentials.queries.status_lists import (
    OpenStatusList,
    add_status_list,
    enter_credentials,
    find_status_list,
    lock_newest_status_list,
    lock_status_list,
    save_bits,
)
from competency.credentials.rules.envelope import sign
from competency.credentials.rules.status_list import (
    SHORTEST,
    Purpose,
    StatusEntry,
    bitstring,
    changed,
    scattered,
    status_list_claims,
)
from competency.credentials.usecases.issuer import PUBLISHED_FOR, Issuing, signing_key
from shared.db.query import Transaction
from shared.errors import NotFound
from shared.values.ids import new_id

PURPOSE: Purpose = "revocation"
MOST_DECOYS = 16_384
CAPACITY = SHORTEST - MOST_DECOYS
"""Credentials of one list: decoys have the last numbers, credentials the first."""
FIRST_DECOYS = 1_024
DECOYS_A_TIME = 3
BELIEVED_FOR = 3 * PUBLISHED_FOR
"""How long a copy of a list is valid: one taken at the end of its time, and kept as long as it may be, still is."""

MOST_REMEMBERED = 256
_signed: OrderedDict[str, str] = OrderedDict()
"""Lists as they were signed, by all that they say: packing and signing takes long beside looking it up."""


@dataclass(frozen=True)
class Published:
    """A signed list, and what tells a list that says something else from it."""

    token: str
    etag: str


async def reserve_places(session: Transaction, issuing: Issuing, district_id: UUID, count: int) -> list[StatusEntry]:
    """Returns places for so many credentials, each of which nobody else has or will have."""
    places: list[StatusEntry] = []
    while len(places) < count:
        newest = await lock_newest_status_list(session, PURPOSE)
        if newest is None or newest.entered >= CAPACITY:
            newest = await _begin_list(session, issuing, district_id, newest)
        secret = issuing.sealing.unseal(_about(newest.list_id), newest.secret)
        taken = min(count - len(places), CAPACITY - newest.entered)
        await enter_credentials(session, newest.list_id, taken)
        address = issuing.list_address(district_id, newest.list_id)
        places += [StatusEntry(address, scattered(newest.entered + n, secret)) for n in range(taken)]
    return places


async def _begin_list(
    session: Transaction, issuing: Issuing, district_id: UUID, full: OpenStatusList | None
) -> OpenStatusList:
    await lock_by_name(session, f"lists of {district_id}")
    made = await lock_newest_status_list(session, PURPOSE)
    if made is not None and (full is None or made.list_id != full.list_id):
        return made  # somebody began it while we waited
    list_id, secret = new_id(), secrets.token_bytes(32)
    decoys = FIRST_DECOYS + secrets.randbelow(FIRST_DECOYS)
    return await add_status_list(
        session,
        district_id,
        list_id,
        purpose=PURPOSE,
        number=1 if full is None else full.number + 1,
        secret=issuing.sealing.seal(_about(list_id), secret),
        decoys=decoys,
        bits=bitstring(scattered(SHORTEST - 1 - n, secret) for n in range(decoys)),
    )


async def set_places(session: Transaction, issuing: Issuing, places: Mapping[UUID, Sequence[int]]) -> None:
    """Marks what has these places in these lists as revoked."""
    for list_id in sorted(places, reverse=True):  # the newest first, as those do who reserve places
        found = await lock_status_list(session, list_id)
        if found is None:
            raise NotFound("This district has no such list.")
        secret = issuing.sealing.unseal(_about(list_id), found.secret)
        decoys = min(found.decoys + secrets.randbelow(DECOYS_A_TIME + 1), MOST_DECOYS)
        more = [scattered(SHORTEST - 1 - n, secret) for n in range(found.decoys, decoys)]
        bits = changed(found.bits, dict.fromkeys([*places[list_id], *more], True))
        await save_bits(session, list_id, bits, decoys)


async def published_list(session: Transaction, issuing: Issuing, district_id: UUID, list_id: UUID) -> Published:
    """Returns the list as it is now, signed."""
    found = await find_status_list(session, list_id)
    if found is None:
        raise NotFound("There is no such list.")
    now = issuing.clock()
    begins = now - timedelta(seconds=now.timestamp() % PUBLISHED_FOR.total_seconds())
    address, did = issuing.list_address(district_id, list_id), issuing.did(district_id)
    signing = await find_signing_key(session, "envelope")
    # Of the content, and not of a count of changes, which would tell of revocations.
    about = f"{address} {did} {begins.timestamp()} {signing and signing.key_id}"
    digest = sha256(about.encode() + found.bits).hexdigest()
    if (token := _signed.get(digest)) is None:
        key = await signing_key(session, issuing, district_id)
        token = sign(status_list_claims(address, did, PURPOSE, found.bits, begins, begins + BELIEVED_FOR), key)
        _remember(digest, token)
    return Published(token, f'"{digest[:32]}"')


def _remember(digest: str, token: str) -> None:
    _signed[digest] = token
    while len(_signed) > MOST_REMEMBERED:
        _signed.popitem(last=False)


def _about(list_id: UUID) -> str:
    return f"status list {list_id}"
