"""Which network addresses a stranger may make us call (OWASP API7, request forgery). Pure rules."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Self
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

EVERYWHERE: tuple[Network, ...] = (IPv4Network("0.0.0.0/0"), IPv6Network("::/0"))

# IANA's special-purpose registries, written out: Python 3.11's `is_global` passes multicast, NAT64 and 6to4.
_REFUSED_V4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # looks public, but is the host under every Azure machine
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # once 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Only 2000::/3 is the internet's unicast. Outside lie loopback, ULA, link-local, multicast and NAT64; inside,
# these are documentation or carry an IPv4 address that somebody else would unpack (Teredo, 6to4).
_GLOBAL_V6 = IPv6Network("2000::/3")
_REFUSED_V6 = tuple(IPv6Network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME = re.compile(rf"(?=.{{1,253}}\Z)({_LABEL}\.)*{_LABEL}")
# 2130706433, 0x7f.1 and 0177.0.0.1 are addresses to the C library: no name ends in a number (WHATWG URL).
_ENDS_IN_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)")


class AddressRefused(Exception):
    """The address may not be called, and was not. `reason` names the rule, never what was found."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class AllowList:
    """What the operator permits beyond the rule.

    An address in `networks` may be called under the other rules (https, usual ports); a (host, port) in
    `hosts` may be called wherever its name leads, on plain http too.
    """

    networks: tuple[Network, ...] = ()
    hosts: frozenset[tuple[str, int]] = frozenset()

    @classmethod
    def parse(cls, entries: Iterable[str]) -> Self:
        """Read settings such as `10.20.0.0/16` (a network) or `hooks.local:8080` (a host).

        Raises:
            ValueError: an entry is neither.
        """
        networks: list[Network] = []
        hosts: set[tuple[str, int]] = set()
        for entry in entries:
            try:
                networks.append(ip_network(entry))
            except ValueError:
                parts = urlsplit(f"//{entry}")
                if not parts.hostname or not parts.port:
                    raise ValueError(f"neither a network nor host:port: {entry!r}") from None
                hosts.add((parts.hostname.removesuffix("."), parts.port))
        return cls(tuple(networks), frozenset(hosts))


def judge_address(text: str, allowed: Sequence[Network] = ()) -> Address:
    """The address to connect to: unmapped from `::ffff:`, and on the public internet or inside `allowed`.

    Raises:
        AddressRefused: it is neither.
    """
    address: Address = ip_address(text)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    if isinstance(address, IPv6Address) and address.scope_id:
        raise AddressRefused("the address is bound to an interface")
    if not (any(address in network for network in allowed) or _is_public(address)):
        raise AddressRefused("the address is not on the public internet")
    return address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _REFUSED_V4)
    return address in _GLOBAL_V6 and not any(address in block for block in _REFUSED_V6)


def judge_host(host: str) -> None:
    """Accept an address in its one plain form or a host name (lower case, no trailing dot).

    Raises:
        AddressRefused: it is neither, or an address in disguise (decimal, hexadecimal, octal, shortened).
    """
    try:
        ip_address(host)
    except ValueError:
        if not _HOST_NAME.fullmatch(host) or _ENDS_IN_NUMBER.fullmatch(host):
            raise AddressRefused("not a host name") from None
