"""The very first of everything: a signing key, a district, its operator and its administrator client."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partners.common.schemas import LONGEST_NAME
from partners.identity.queries.accounts import add_account, has_operator
from partners.identity.queries.signing_keys import newest_key_signs_from
from partners.identity.rules.accounts import canonical_user_name, one_time_password
from partners.identity.rules.districts import MINIMUM_GROUP
from partners.identity.rules.passwords import hash_password
from partners.identity.rules.scopes import KNOWN
from partners.identity.usecases import districts, keys
from shared.values.ids import new_id
from shared.values.words import one_line


class BootstrapRefused(Exception):
    """The platform has been bootstrapped already, or the names are taken or none."""


@dataclass(frozen=True)
class Bootstrapped:
    """What bootstrap made; the password and the secret are stored nowhere but as digests."""

    district_id: UUID
    district: str
    operator: str
    password: str
    client_id: UUID
    client_secret: str
    scopes: list[str]


async def bootstrap(
    session: AsyncSession, district: str, operator: str, *, key_secret: str, now: datetime, add: bool = False
) -> Bootstrapped:
    """Makes the platform's first district, or with `add` another that may register districts too.

    The session is a worker's: it sees whether any district has an operator.

    Raises:
        BootstrapRefused: there is an operator already and `add` was not given, or the user name is taken.
        shared.errors.Conflict: the district's name is taken.
    """
    if await has_operator(session) and not add:
        raise BootstrapRefused("The platform has an operator already; --add makes another district with one.")
    if await newest_key_signs_from(session) is None:
        await keys.add_key(session, key_secret, now)
    made = await districts.register(session, _name(district), MINIMUM_GROUP, scopes=KNOWN)
    password, user_name = one_time_password(), canonical_user_name(operator)
    account = await add_account(
        session, new_id(), made.district_id, user_name, "operator", None, hash_password(password), must_change=False
    )
    if account is None:
        raise BootstrapRefused(f"The user name {user_name} is taken.")
    return Bootstrapped(
        district_id=made.district_id,
        district=made.name,
        operator=user_name,
        password=password,
        client_id=made.client_id,
        client_secret=made.client_secret,
        scopes=sorted(KNOWN),
    )


def _name(district: str) -> str:
    try:
        return one_line(district, LONGEST_NAME)
    except ValueError as wrong:
        raise BootstrapRefused(f"The district's name {wrong}.") from None
