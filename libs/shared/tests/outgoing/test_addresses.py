"""Outgoing calls: no refused address, in whatever form, ever sees a connection."""

from collections.abc import Sequence

import httpcore
import pytest

from shared.outgoing.addresses import judge_address
from shared.outgoing.client import AddressRefused, AllowList, NoAnswer, OutboundClient, Resolver, outbound_client

PUBLIC = "93.184.215.14"

LITERALS = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "0.1.2.3",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.1.1.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::a00:1]",
    "[2001::1]",
    "[2001:db8::1]",
    "[2002:7f00:1::]",
    "[3fff::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fe80::1%25eth0]",
    "[ff02::1]",
]
DISGUISES = [
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "127.0.0.1.",
    "example.0x7f",
    "１２７.0.0.1",
    "①②⑦.0.0.1",
    "127.0.0.1%00.example.com",
    "a..example",
    "-a.example",
    f"{'a' * 64}.example",
    "",
]


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The connections that were tried; none is made."""
    tried: list[object] = []

    async def connect(self: httpcore.AnyIOBackend, *where: object) -> httpcore.AsyncNetworkStream:
        tried.append(where)
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    return tried


def resolving(*answers: Sequence[str]) -> Resolver:
    """A resolver that gives these answers in turn, and the last one for ever."""
    left = list(answers)

    async def resolve(host: str, port: int) -> Sequence[str]:
        return left.pop(0) if len(left) > 1 else left[0]

    return resolve


@pytest.mark.parametrize("host", LITERALS)
async def test_an_address_off_the_public_internet_is_refused(host: str, connections: list[object]) -> None:
    async with OutboundClient() as client:
        with pytest.raises(AddressRefused):
            await client.check(f"https://{host}/hook")
        with pytest.raises(AddressRefused):
            await client.post(f"https://{host}/hook", b"{}")
    assert connections == []


@pytest.mark.parametrize("host", DISGUISES)
async def test_an_address_in_disguise_is_refused_before_any_resolver(host: str, connections: list[object]) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        raise AssertionError("resolved")

    async with OutboundClient(resolver=resolve) as client:
        with pytest.raises(AddressRefused):
            await client.post(f"https://{host}/hook", b"{}")
    assert connections == []


@pytest.mark.parametrize("text", [literal.strip("[]").replace("%25", "%") for literal in LITERALS])
async def test_a_name_is_refused_when_any_of_its_addresses_is(text: str, connections: list[object]) -> None:
    for answer in ([text], [PUBLIC, text], [text, PUBLIC]):
        async with OutboundClient(resolver=resolving(answer)) as client:
            with pytest.raises(AddressRefused):
                await client.post("https://hooks.example/", b"{}")
    assert connections == []


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example/",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "//hooks.example/",
        "hooks.example",
        "https://hooks.example:22/",
        "https://hooks.example:99999/",
        "https://name:word@hooks.example/",
        "https://hooks.example\\@127.0.0.1/",
        "https://hooks.example\t/",
        "",
    ],
)
async def test_only_https_on_the_usual_ports_is_called(url: str, connections: list[object]) -> None:
    async with OutboundClient(resolver=resolving([PUBLIC])) as client:
        with pytest.raises(AddressRefused):
            await client.check(url)
        with pytest.raises(AddressRefused):
            await client.get(url)
    assert connections == []


async def test_local_names_of_the_real_resolver_are_refused(connections: list[object]) -> None:
    async with OutboundClient() as client:
        with pytest.raises(AddressRefused):
            await client.post("https://localhost/", b"{}")
    assert connections == []


async def test_a_refusal_does_not_say_what_was_found() -> None:
    async with OutboundClient(resolver=resolving(["10.11.12.13"])) as client:
        with pytest.raises(AddressRefused) as refused:
            await client.check("https://hooks.example/")
    assert "10.11" not in str(refused.value)


async def test_a_name_that_moves_after_the_check_is_refused(connections: list[object]) -> None:
    async with OutboundClient(resolver=resolving([PUBLIC], ["127.0.0.1"])) as client:
        await client.check("https://hooks.example/")
        with pytest.raises(AddressRefused):
            await client.post("https://hooks.example/", b"{}")
    assert connections == []


async def test_an_allowed_network_still_asks_for_https(connections: list[object]) -> None:
    async with OutboundClient(AllowList.parse(["127.0.0.0/8"])) as client:
        with pytest.raises(AddressRefused):
            await client.get("http://127.0.0.1/")
        await client.check("https://127.0.0.1/")
        with pytest.raises(AddressRefused):
            await client.check("https://10.0.0.1/")
    assert connections == []


def test_the_allow_list_refuses_what_it_cannot_read() -> None:
    for entry in ("hooks.local", "10.0.0.1/8", "hooks.local:", "http://hooks.local:80", ""):
        with pytest.raises(ValueError):
            outbound_client([entry])
    assert AllowList.parse(["[::1]:8080"]).hosts == {("::1", 8080)}


@pytest.mark.parametrize("text", [PUBLIC, "8.8.8.8", "1.1.1.1", "2606:2800:21f:cb07::1", "2a00:1450::1"])
def test_public_addresses_pass(text: str) -> None:
    assert str(judge_address(text)) == text


async def test_the_recorder_sees_an_allowed_call(connections: list[object]) -> None:
    async with OutboundClient(resolver=resolving([PUBLIC])) as client:
        with pytest.raises(NoAnswer, match="connection"):
            await client.post("https://hooks.example/", b"{}")
    assert len(connections) == 1
