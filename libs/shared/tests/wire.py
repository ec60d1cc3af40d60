"""A wire between a Kafka client and the broker, to be cut and mended by a test; the shared broker itself stays up."""

import asyncio
import contextlib
import struct
from types import TracebackType
from typing import Self

from shared.settings import KafkaSettings


class Wire:
    """Listens on a port of its own, passes everything on, and puts its own port where the broker names its."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._host, port = kafka.bootstrap_servers.split(":")
        self._port = int(port)
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.cut = False

    @property
    def kafka(self) -> KafkaSettings:
        return KafkaSettings(bootstrap_servers=f"127.0.0.1:{self.port}")

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.sever()
        assert self._server is not None
        self._server.close()

    def sever(self) -> None:
        """Break every connection, and refuse new ones until `mend`."""
        self.cut = True
        for end in list(self._ends):
            end.transport.abort()

    def mend(self) -> None:
        self.cut = False

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.cut:
            writer.transport.abort()
            return
        up_reader, up_writer = await asyncio.open_connection(self._host, self._port)
        ends = {writer, up_writer}
        self._ends |= ends
        theirs = b"127.0.0.1" + struct.pack(">i", self._port)
        ours = b"127.0.0.1" + struct.pack(">i", self.port)
        try:
            await asyncio.gather(
                _pass_on(reader, up_writer, b"", b""),
                _pass_on(up_reader, writer, theirs, ours),
            )
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, old: bytes, new: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data.replace(old, new) if old else data)
            await writer.drain()
    writer.transport.abort()
