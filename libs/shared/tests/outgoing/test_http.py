"""Outgoing calls: what is allowed reaches the judged address and costs no more than was agreed."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.outgoing.client import (
    AddressRefused,
    AllowList,
    NoAnswer,
    OutboundClient,
    Resolver,
    internal_client,
    outbound_client,
)

PUBLIC = "93.184.215.14"
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where connections were made to; none of them leaves this machine."""
    made: list[tuple[str, int]] = []
    real = httpcore.AnyIOBackend.connect_tcp

    async def connect(self: httpcore.AnyIOBackend, host: str, port: int, *rest: object) -> httpcore.AsyncNetworkStream:
        made.append((host, port))
        if host not in ("127.0.0.1", "::1"):
            raise httpcore.ConnectError
        return await real(self, host, port, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    return made


def resolving(*answers: Sequence[str]) -> Resolver:
    """A resolver that gives these answers in turn, and the last one for ever."""
    left = list(answers)

    async def resolve(host: str, port: int) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


@asynccontextmanager
async def server(serve: Serve, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A local server; yields its port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    running = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=tls)
    try:
        yield running.sockets[0].getsockname()[1]
    finally:
        running.close()


def replying(reply: bytes, seen: list[bytes] | None = None) -> Serve:
    """Read one request, send these bytes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if seen is not None:
            seen.append(head)
        writer.write(reply)
        await writer.drain()

    return serve


OK = b"HTTP/1.1 204 No Content\r\n\r\n"


async def test_the_connection_goes_to_the_judged_address_without_a_second_look(
    connections: list[tuple[str, int]],
) -> None:
    async with OutboundClient(resolver=resolving([PUBLIC], ["127.0.0.1"])) as client:
        with pytest.raises(NoAnswer, match="connection"):
            await client.post("https://hooks.example:8443/", b"{}")
    assert connections == [(PUBLIC, 8443)]


async def test_all_judged_addresses_are_tried_but_not_a_thousand(connections: list[tuple[str, int]]) -> None:
    many = [f"93.184.215.{last}" for last in range(1, 100)]
    async with OutboundClient(resolver=resolving(many)) as client:
        with pytest.raises(NoAnswer, match="connection"):
            await client.get("https://hooks.example/")
    assert [host for host, _ in connections] == many[:4]


async def test_a_mapped_address_is_called_as_what_it_is(connections: list[tuple[str, int]]) -> None:
    async with OutboundClient(resolver=resolving([f"::ffff:{PUBLIC}"])) as client:
        with pytest.raises(NoAnswer):
            await client.get("https://hooks.example/")
    assert connections == [(PUBLIC, 443)]


async def test_a_name_without_address_is_no_answer() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise OSError

    for resolver in (resolve, resolving([])):
        async with OutboundClient(resolver=resolver) as client:
            with pytest.raises(NoAnswer, match="name"):
                await client.check("https://hooks.example/")


async def test_an_allowed_host_is_called_on_plain_http(connections: list[tuple[str, int]]) -> None:
    seen: list[bytes] = []
    async with server(replying(OK, seen)) as port:
        allowed = AllowList.parse([f"hooks.local:{port}"])
        async with OutboundClient(allowed, resolver=resolving(["127.0.0.1"])) as client:
            answer = await client.post(f"http://hooks.local:{port}/a?b=c", b"{}", {"webhook-id": "m1"})
            with pytest.raises(AddressRefused):
                await client.post(f"http://hooks.local:{port + 1}/", b"{}")
            with pytest.raises(AddressRefused):
                await client.post(f"http://other.local:{port}/", b"{}")
    assert answer.status == 204
    assert connections == [("127.0.0.1", port)]
    assert seen[0].startswith(b"POST /a?b=c HTTP/1.1\r\n")
    assert f"Host: hooks.local:{port}\r\n".encode() in seen[0]
    assert b"webhook-id: m1\r\n" in seen[0]


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate for a name, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return chain, secret


async def test_tls_and_host_carry_the_name_while_the_connection_goes_to_the_address(tmp_path: Path) -> None:
    chain, key = certificate(tmp_path, "hooks.example")
    names: list[str | None] = []
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(chain, key)
    serving.sni_callback = lambda _socket, name, _context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(chain))
    seen: list[bytes] = []
    async with server(replying(OK, seen), serving) as port:
        networks = AllowList.parse(["127.0.0.0/8"])
        options = {"ports": frozenset({port}), "tls": trusting, "resolver": resolving(["127.0.0.1"])}
        async with OutboundClient(networks, **options) as client:  # type: ignore[arg-type]
            answer = await client.post(f"https://hooks.example:{port}/", b"{}")
            with pytest.raises(NoAnswer, match="connection"):
                await client.post(f"https://another.example:{port}/", b"{}")
    assert answer.status == 204
    assert names == ["hooks.example", "another.example"]
    assert f"Host: hooks.example:{port}\r\n".encode() in seen[0]


async def test_a_redirect_is_an_answer_and_is_not_followed(connections: list[tuple[str, int]]) -> None:
    async with server(replying(OK)) as private:
        moved = f"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{private}/\r\nContent-Length: 0\r\n\r\n"
        async with (
            server(replying(moved.encode())) as port,
            outbound_client([f"127.0.0.1:{port}"]) as client,
        ):
            answer = await client.post(f"http://127.0.0.1:{port}/", b"{}")
    assert (answer.status, answer.headers["location"]) == (302, f"http://127.0.0.1:{private}/")
    assert connections == [("127.0.0.1", port)]


async def test_the_environments_proxy_is_not_used(
    monkeypatch: pytest.MonkeyPatch, connections: list[tuple[str, int]]
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with server(replying(OK)) as port, outbound_client([f"127.0.0.1:{port}"]) as client:
        await client.get(f"http://127.0.0.1:{port}/")
    assert connections == [("127.0.0.1", port)]


async def test_cookies_are_not_kept() -> None:
    seen: list[bytes] = []
    reply = b"HTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n"
    async with server(replying(reply, seen)) as port, outbound_client([f"127.0.0.1:{port}"]) as client:
        for _ in range(2):
            await client.get(f"http://127.0.0.1:{port}/")
    assert len(seen) == 2
    assert b"ookie" not in seen[1]


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"])
async def test_a_slow_drip_is_cut_at_the_deadline(head: bytes) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(0.05)

    started = asyncio.get_running_loop().time()
    async with (
        server(drip) as port,
        outbound_client([f"127.0.0.1:{port}"], deadline_seconds=0.4) as client,
    ):
        with pytest.raises(NoAnswer, match="deadline"):
            await client.post(f"http://127.0.0.1:{port}/", b"{}")
    assert asyncio.get_running_loop().time() - started < 2


async def test_slow_names_are_cut_at_the_deadline() -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(30)
        return [PUBLIC]

    async with OutboundClient(resolver=resolve, deadline_seconds=0.1) as client:
        with pytest.raises(NoAnswer, match="deadline"):
            await client.check("https://hooks.example/")
        with pytest.raises(NoAnswer, match="deadline"):
            await client.get("https://hooks.example/")


async def test_a_huge_body_is_cut_and_no_more_is_read() -> None:
    sent = 0

    async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        while True:
            writer.write(b"a" * 100_000)
            sent += 100_000
            await writer.drain()

    async with server(pour) as port, outbound_client([f"127.0.0.1:{port}"]) as client:
        answer = await client.post(f"http://127.0.0.1:{port}/", b"{}")
        await asyncio.sleep(0.2)
    assert (answer.status, answer.body, answer.cut) == (200, b"a" * 8192, True)
    assert sent < 50_000_000


async def test_a_body_at_the_limit_is_whole_and_never_unpacked() -> None:
    body = b"\x1f\x8b" + b"a" * 8190
    reply = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8192\r\n\r\n" + body
    async with server(replying(reply)) as port, outbound_client([f"127.0.0.1:{port}"]) as client:
        answer = await client.get(f"http://127.0.0.1:{port}/")
    assert (answer.body, answer.cut) == (body, False)


@pytest.mark.parametrize(("reply", "reason"), [(b"SSH-2.0-OpenSSH\r\n", "protocol"), (b"", "protocol")])
async def test_what_is_not_http_is_no_answer(reply: bytes, reason: str) -> None:
    async with server(replying(reply)) as port, outbound_client([f"127.0.0.1:{port}"]) as client:
        with pytest.raises(NoAnswer, match=reason):
            await client.get(f"http://127.0.0.1:{port}/")


async def test_a_connection_is_kept_for_the_same_name_only(connections: list[tuple[str, int]]) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readuntil(b"\r\n\r\n"):
            writer.write(OK)
            await writer.drain()

    async def quiet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            await serve(reader, writer)

    async with server(quiet) as port:
        allowed = AllowList.parse([f"one.local:{port}", f"two.local:{port}"])
        async with OutboundClient(allowed, resolver=resolving(["127.0.0.1"])) as client:
            for name in ("one", "one", "two"):
                await client.get(f"http://{name}.local:{port}/")
    assert len(connections) == 2


async def test_the_internal_client_takes_nothing_from_the_environment() -> None:
    async with internal_client(base_url="http://partners.local", timeout_seconds=2) as client:
        assert (client.trust_env, client.follow_redirects, client.timeout.read) == (False, False, 2)
