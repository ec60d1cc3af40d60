"""What a look for viruses came to, and what that means for a file."""

from enum import StrEnum


class Scan(StrEnum):
    """`not_configured`: nobody looks here. `failed`: it could not be looked at, which is never taken for clean."""

    NOT_CONFIGURED = "not_configured"
    PENDING = "pending"
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


HANDED_OUT = frozenset({Scan.NOT_CONFIGURED, Scan.CLEAN})
"""Files that anybody gets to see."""

WHY_REFUSED: dict[Scan, str] = {
    Scan.INFECTED: "The file has a virus, or looks as if it had one: clean the computer that it came from, and send "
    "another.",
    Scan.FAILED: "The file could not be looked at for viruses: it is too large for that, or built in a way that cannot "
    "be read. Make it smaller, or ask whoever runs this platform to allow more.",
}


def scan_of_answer(answer: str) -> Scan:
    """Returns what clamd says by its answer to INSTREAM; whatever is not known is no clean bill."""
    said = answer.strip("\0\r\n ")
    if said == "stream: OK":
        return Scan.CLEAN
    return Scan.INFECTED if said.endswith(" FOUND") else Scan.FAILED
