"""clamd looks at a file, as its bytes flow by (INSTREAM)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from resources.files.rules.scans import Scan, scan_of_answer

_PART = 1024 * 1024
_LONGEST_ANSWER = 4096


class ScannerAway(Exception):
    """clamd cannot be reached, or does not answer in time."""


class ScanBroken(Exception):
    """clamd hung up in the middle: it does so where a file is larger than it takes, and where it dies."""


@dataclass(frozen=True)
class Scanner:
    """`address` is host:port; `seconds` the longest wait for one step."""

    address: str
    seconds: float

    async def scan(self, chunks: AsyncIterator[bytes]) -> Scan:
        """Returns what clamd says of these bytes. Raises ScannerAway or ScanBroken."""
        host, _, port = self.address.rpartition(":")
        try:
            async with asyncio.timeout(self.seconds):
                reader, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        except OSError as error:  # a TimeoutError is one
            raise ScannerAway(self.address) from error
        try:
            return await self._told(reader, writer, chunks)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _told(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, chunks: AsyncIterator[bytes]
    ) -> Scan:
        try:
            writer.write(b"zINSTREAM\0")
            async for chunk in chunks:
                for start in range(0, len(chunk), _PART):
                    part = chunk[start : start + _PART]
                    writer.write(len(part).to_bytes(4, "big") + part)
                    async with asyncio.timeout(self.seconds):
                        await writer.drain()
            writer.write(bytes(4))
            # It unpacks what it has got, and says nothing meanwhile.
            async with asyncio.timeout(self.seconds * 5):
                answer = await reader.read(_LONGEST_ANSWER)
        except TimeoutError as error:
            raise ScannerAway(self.address) from error
        except OSError as error:
            raise ScanBroken(self.address) from error
        if not answer:
            raise ScanBroken(self.address)
        return scan_of_answer(answer.decode("utf-8", "replace"))
