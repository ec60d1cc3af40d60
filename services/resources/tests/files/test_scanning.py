"""clamd is sent a file as it flows by, and whatever it says but that it is clean is not taken for clean."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from resources.files.rules.scans import HANDED_OUT, WHY_REFUSED, Scan, scan_of_answer
from resources.files.usecases.scanning import ScanBroken, Scanner, ScannerAway

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def clamd(answer: Answer, seconds: float = 5) -> AsyncIterator[Scanner]:
    """Something that speaks as clamd does."""
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield Scanner(f"127.0.0.1:{server.sockets[0].getsockname()[1]}", seconds)
    finally:
        server.close()


async def received(reader: asyncio.StreamReader) -> bytes:
    """What comes by INSTREAM, to its end."""
    assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
    data = b""
    while length := int.from_bytes(await reader.readexactly(4), "big"):
        data += await reader.readexactly(length)
    return data


async def chunks(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


@pytest.mark.parametrize(
    ("said", "scan"),
    [
        ("stream: OK\0", Scan.CLEAN),
        ("stream: Eicar-Test-Signature FOUND\0", Scan.INFECTED),
        ("stream: OK FOUND\0", Scan.INFECTED),
        ("INSTREAM size limit exceeded. ERROR\0", Scan.FAILED),
        ("stream: Can't allocate memory ERROR\0", Scan.FAILED),
        ("OK\0", Scan.FAILED),
        ("UNKNOWN COMMAND\0", Scan.FAILED),
    ],
)
async def test_only_a_plain_ok_is_clean(said: str, scan: Scan) -> None:
    assert scan_of_answer(said) == scan

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await received(reader)
        writer.write(said.encode())
        writer.close()

    async with clamd(answer) as scanner:
        assert await scanner.scan(chunks(b"some bytes")) == scan
    assert (scan in HANDED_OUT) == (scan not in WHY_REFUSED) == (scan == Scan.CLEAN)


async def test_clamd_gets_every_byte_in_order(caplog: pytest.LogCaptureFixture) -> None:
    got: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await received(reader))
        writer.write(b"stream: OK\0")
        writer.close()

    large = bytes(range(256)) * 12_000
    async with clamd(answer) as scanner:
        assert await scanner.scan(chunks(b"a", large, b"z")) == Scan.CLEAN
    assert got == [b"a" + large + b"z"]
    assert not caplog.records


async def test_one_that_hangs_up_in_the_middle_has_not_looked() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.transport.abort()

    async with clamd(answer) as scanner:
        with pytest.raises(ScanBroken):
            await scanner.scan(chunks(*[bytes(1024 * 1024)] * 64))


async def test_one_that_says_nothing_is_away() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await received(reader)
        await asyncio.sleep(30)

    async with clamd(answer, seconds=0.05) as scanner:
        with pytest.raises(ScannerAway):
            await scanner.scan(chunks(b"some bytes"))


async def test_one_that_is_not_there_is_away() -> None:
    with pytest.raises(ScannerAway):
        await Scanner("127.0.0.1:1", 5).scan(chunks(b"some bytes"))
