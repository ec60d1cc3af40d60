"""How pages ask readiness for instruments (ADR 0019)."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from dashboards.common.client import RemoteResult
from dashboards.readiness.client import API, Outcome, ReadinessClient, Tagged, fetch_all, paged
from dashboards.readiness.forms import Fields, keyed, matching
from dashboards.readiness.instruments.answers import (
    Comparison,
    Draft,
    Instrument,
    Instruments,
    OfferedInstruments,
    OfferedVersion,
    Version,
    Versions,
)

LIST = f"{API}/instruments"
OFFERED = f"{API}/offered-instruments"


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a district has, and what districts offer to all."""

    own: RemoteResult[Instruments]
    offered: RemoteResult[OfferedInstruments]
    after: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentWithVersions:
    instrument: RemoteResult[Instrument]
    versions: RemoteResult[Versions]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two versions compared; the older one where it is the reader's own district's."""

    found: RemoteResult[Comparison]
    older: Version | None = None


@dataclass(frozen=True, slots=True)
class Usable:
    """Published versions that an assessment can use, by the instruments' ids."""

    instruments: list[Instrument] = field(default_factory=list)
    away: bool = False


async def shelf(client: ReadinessClient, after: str, after_offered: str) -> Shelf:
    own = await client.fetch(Instruments, LIST, paged(after))
    return Shelf(own, await client.fetch(OfferedInstruments, OFFERED, paged(after_offered)))


async def with_versions(client: ReadinessClient, instrument_id: UUID) -> InstrumentWithVersions:
    found = await client.fetch(Instrument, f"{LIST}/{instrument_id}")
    return InstrumentWithVersions(found, await client.fetch(Versions, f"{LIST}/{instrument_id}/versions", paged()))


async def version(client: ReadinessClient, instrument_id: UUID, number: int) -> RemoteResult[Version]:
    return await client.fetch(Version, f"{LIST}/{instrument_id}/versions/{number}")


async def side_by_side(
    client: ReadinessClient, instrument_id: UUID, number: int, older: str, of: UUID | None
) -> SideBySide:
    parameters = ({"from": older} if older else {}) | ({"from_instrument_id": str(of)} if of else {})
    found = await client.fetch(Comparison, f"{LIST}/{instrument_id}/versions/{number}/differences", parameters)
    if found.answer is None:
        return SideBySide(found)
    path = f"{LIST}/{found.answer.from_instrument_id}/versions/{found.answer.from_version}"
    return SideBySide(found, (await client.fetch_optional(Version, path)).answer)


async def draft(client: ReadinessClient, instrument_id: UUID) -> Tagged[Draft]:
    return await client.fetch_tagged(Draft, f"{LIST}/{instrument_id}/draft")


async def offered(client: ReadinessClient, offer_id: UUID) -> RemoteResult[OfferedVersion]:
    return await client.fetch(OfferedVersion, f"{OFFERED}/{offer_id}")


async def create(client: ReadinessClient, fields: Fields, content: Any) -> Outcome:
    return await client.send("POST", LIST, content, headers=keyed(fields))


async def import_sheet(client: ReadinessClient, fields: Fields, sheet: bytes) -> Outcome:
    return await client.send("POST", f"{LIST}/import-csv", sheet, headers={"Content-Type": "text/csv", **keyed(fields)})


async def replace_draft(client: ReadinessClient, instrument_id: UUID, fields: Fields, content: Any) -> Outcome:
    return await client.send("PUT", f"{LIST}/{instrument_id}/draft", content, headers=matching(fields))


async def act(client: ReadinessClient, fields: Fields, path: str, method: str = "POST") -> Outcome:
    """Something that is done with one press: published, offered, adopted, cloned, retired, thrown away."""
    headers = (matching(fields) if "etag" in fields else {}) | (keyed(fields) if method == "POST" else {})
    return await client.send(method, path, headers=headers)


async def usable(client: ReadinessClient) -> Usable:
    """All instruments that have a published version."""
    found = await fetch_all(client, Instruments, LIST)
    instruments = found.answer.items if found.answer else []
    return Usable([one for one in instruments if one.latest_published is not None], away=found.away)
