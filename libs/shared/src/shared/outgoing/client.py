"""Every outgoing HTTP call; the one module that imports httpx.

`OutboundClient` is for addresses that strangers choose (webhook endpoints, CASE providers), `internal_client`
for our own. The first stands on httpcore, the engine inside httpx, because there the connection is ours:
the name is resolved once, every address it has is judged, and the connection goes to a judged one. Nothing is
looked up again in between (DNS rebinding), and on that level redirects, cookies and proxies do not exist.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import Self

import httpcore
import httpx

from shared.outgoing.addresses import EVERYWHERE, Address, AddressRefused, AllowList, judge_address, judge_host

__all__ = [
    "AddressRefused",
    "AllowList",
    "Answer",
    "AsyncClient",
    "HTTPError",
    "MockTransport",
    "NoAnswer",
    "OutboundClient",
    "Resolver",
    "internal_client",
    "outbound_client",
]

# The names of httpx that others need, so that they need no httpx.
AsyncClient = httpx.AsyncClient
HTTPError = httpx.HTTPError
MockTransport = httpx.MockTransport

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to all the addresses of that name; raises OSError when it has none."""

PORTS = frozenset({443, 8443})
DEADLINE_SECONDS = 15.0
BODY_BYTES = 8 * 1024
CONNECTIONS = 100
KEEP_ALIVE_SECONDS = 30.0
ADDRESSES_TRIED = 4


class NoAnswer(Exception):
    """Allowed, but no whole answer came: `reason` is "name", "connection", "protocol" or "deadline"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Answer:
    """What came back; names of headers are lower case, the body is as sent (`cut`: there was more of it)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: bool


class SystemResolver:
    """The operating system's resolver, on threads of its own: a stranger's slow DNS holds up nobody else."""

    def __init__(self, threads: int = 4) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="outbound-dns")

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """All addresses of a name. Raises OSError when it has none."""
        found = await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        )
        return [str(address[0]) for *_, address in found]


class _JudgedNetwork(httpcore.AsyncNetworkBackend):
    """Makes every connection of the pool: resolve once, judge all, connect to what was judged."""

    def __init__(self, allowed: AllowList, resolver: Resolver) -> None:
        self._allowed = allowed
        self._resolver = resolver
        self._network = httpcore.AnyIOBackend()

    async def addresses(self, host: str, port: int) -> list[Address]:
        """Every address of the host. One bad address refuses them all: the stranger chooses their order."""
        allowed = EVERYWHERE if (host, port) in self._allowed.hosts else self._allowed.networks
        return [judge_address(text, allowed) for text in await self._resolve(host, port)]

    async def _resolve(self, host: str, port: int) -> Sequence[str]:
        try:
            return [str(ip_address(host))]
        except ValueError:
            pass
        try:
            found = await self._resolver(host, port)
        except OSError as error:
            raise NoAnswer("name") from error
        if not found:
            raise NoAnswer("name")
        return found

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first judged address that answers; each gets its share of the time."""
        addresses = (await self.addresses(host, port))[:ADDRESSES_TRIED]
        share = timeout / len(addresses) if timeout else None
        for address in addresses:
            try:
                return await self._network.connect_tcp(str(address), port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        raise NoAnswer("connection")


class OutboundClient:
    """Calls addresses that strangers choose. Close it with `aclose`, or use it as a context."""

    def __init__(
        self,
        allowed: AllowList | None = None,
        *,
        ports: frozenset[int] = PORTS,
        deadline_seconds: float = DEADLINE_SECONDS,
        body_bytes: int = BODY_BYTES,
        resolver: Resolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed = allowed or AllowList()
        self._ports = ports
        self._deadline = deadline_seconds
        self._body_bytes = body_bytes
        self._network = _JudgedNetwork(self._allowed, resolver or SystemResolver())
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or httpx.create_ssl_context(trust_env=False),
            max_connections=CONNECTIONS,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            network_backend=self._network,
        )

    async def check(self, url: str) -> None:
        """Judge without calling, for the moment at which an address is entered.

        Raises:
            AddressRefused: a call would be refused today.
            NoAnswer: the name does not resolve, or not within the deadline.
        """
        target = self._target(url)
        try:
            async with asyncio.timeout(self._deadline):
                await self._network.addresses(target.host.decode("ascii"), target.port or 443)
        except TimeoutError as error:
            raise NoAnswer("deadline") from error

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """GET; see `post`."""
        return await self._call("GET", url, headers or {}, None)

    async def head(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """HEAD; see `post`."""
        return await self._call("HEAD", url, headers or {}, None)

    async def post(self, url: str, content: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """POST these very bytes. Any status is an answer, a redirect too.

        Raises:
            AddressRefused: no connection was made.
            NoAnswer: the deadline, which runs from the name to the last byte, passed; or the call failed.
        """
        return await self._call("POST", url, headers or {}, content)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _target(self, url: str) -> httpcore.URL:
        """What the URL says, judged, and then used as parsed, so that no second parser can disagree."""
        try:
            parsed = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise AddressRefused("not a URL") from error
        if parsed.scheme not in ("http", "https"):
            raise AddressRefused("only https is called")
        if parsed.userinfo:
            raise AddressRefused("the URL carries a user name")
        host = parsed.raw_host.decode("ascii").lower().removesuffix(".")
        judge_host(host)
        port = parsed.port or (443 if parsed.scheme == "https" else 80)
        if (host, port) not in self._allowed.hosts:
            if parsed.scheme != "https":
                raise AddressRefused("only https is called")
            if port not in self._ports:
                raise AddressRefused("the port is not allowed")
        return httpcore.URL(scheme=parsed.scheme, host=host, port=port, target=parsed.raw_path)

    async def _call(self, method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
        target = self._target(url)
        try:
            async with asyncio.timeout(self._deadline):
                return await self._exchange(method, target, headers, content)
        except (TimeoutError, httpcore.TimeoutException) as error:
            raise NoAnswer("deadline") from error
        except (httpcore.NetworkError, OSError) as error:
            raise NoAnswer("connection") from error
        except httpcore.ProtocolError as error:
            raise NoAnswer("protocol") from error

    async def _exchange(
        self, method: str, target: httpcore.URL, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        # Identity: a small compressed body may be a huge one.
        sent = [*headers.items(), ("Host", _host_header(target)), ("Accept-Encoding", "identity")]
        phases = dict.fromkeys(("connect", "read", "write", "pool"), self._deadline)
        body = bytearray()
        async with self._pool.stream(
            method, target, headers=sent, content=content, extensions={"timeout": phases}
        ) as response:
            async for chunk in response.aiter_stream():
                body += chunk
                if len(body) > self._body_bytes:
                    break
        received = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
        return Answer(response.status, received, bytes(body[: self._body_bytes]), cut=len(body) > self._body_bytes)


def _host_header(target: httpcore.URL) -> str:
    host = target.host.decode("ascii")
    name = f"[{host}]" if ":" in host else host
    default = 443 if target.scheme == b"https" else 80
    return name if target.port == default else f"{name}:{target.port}"


def outbound_client(
    allowed: Iterable[str] = (),
    *,
    deadline_seconds: float = DEADLINE_SECONDS,
    body_bytes: int = BODY_BYTES,
) -> OutboundClient:
    """A guarded client from settings; `allowed` as `AllowList.parse` reads it, times in seconds.

    Raises:
        ValueError: an entry of `allowed` cannot be read.
    """
    return OutboundClient(AllowList.parse(allowed), deadline_seconds=deadline_seconds, body_bytes=body_bytes)


def internal_client(*, base_url: str = "", timeout_seconds: float = 5.0) -> httpx.AsyncClient:
    """A plain client for our own addresses (such as JWKS): each phase is timed, no redirects, no proxies."""
    return httpx.AsyncClient(base_url=base_url, timeout=timeout_seconds, follow_redirects=False, trust_env=False)
