"""How guessing at passwords is slowed, without letting anybody keep a person out (ADR 0009).

Three counts, each with a limit of its own: what one source got wrong at one account, what all strangers got wrong at an
account, and what one network got wrong at any account. A browser that signed in to the account before is no stranger:
only its own failures count against it.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from partners.identity.rules.passwords import LONGEST_WAIT


@dataclass(frozen=True)
class Limit:
    """So many failures cost nothing, then 2, 4, 8 s ... up to `longest`. A count is forgotten when nothing has failed
    for as long as `remembered`.
    """

    free: int
    longest: timedelta
    remembered: timedelta


OF_SOURCE = Limit(3, LONGEST_WAIT, timedelta(days=1))
OF_ACCOUNT = Limit(30, timedelta(minutes=1), timedelta(days=1))
"""Guesses from many addresses. A person at a new browser waits for no more than this since the last of them."""
OF_NETWORK = Limit(100, timedelta(seconds=15), timedelta(minutes=15))
"""One guess at each of many accounts. A whole school may sit behind one address: what somebody got wrong there before
they got it right does not count, and nobody waits for long.
"""
LONGEST_REMEMBERED = timedelta(days=1)


@dataclass(frozen=True)
class Count:
    """What failures are counted by."""

    subject: str
    limit: Limit


def of_known_browser(user_name: str, device: bytes) -> list[Count]:
    """Returns the counts for a browser that signed in to this account before; `device` is the digest of its cookie."""
    return [Count(f"{of_account(user_name)}/{device.hex()}", OF_SOURCE)]


def of_stranger(user_name: str, address: str) -> list[Count]:
    """Returns the counts for any other browser. The first count is this source's own share in the others."""
    network = network_of(address)
    source = hashlib.sha256(network.encode()).hexdigest()
    return [
        Count(f"{of_account(user_name)}/{source}", OF_SOURCE),
        Count(of_account(user_name), OF_ACCOUNT),
        Count(f"network:{network}", OF_NETWORK),
    ]


def of_password_change(account_id: object) -> list[Count]:
    """Returns the counts for somebody who is signed in, and has to give their password again."""
    return [Count(f"change:{account_id}", OF_SOURCE)]


def of_client(client_id: object) -> list[Count]:
    return [Count(f"client:{client_id}", OF_SOURCE)]


def of_account(user_name: str) -> str:
    """Returns a digest: people type their password into the wrong field."""
    return f"account:{hashlib.sha256(user_name.encode('utf-8', 'surrogatepass')).hexdigest()}"


def network_of(address: str) -> str:
    """Returns an address's network: who holds an IPv6 address holds the other 2^64 of its network, too."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
