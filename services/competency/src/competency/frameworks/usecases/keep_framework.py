"""Keeping a framework, however it came about: its edition, its items, its records of CASE, and telling readers.

A draft is rewritten in place and nobody hears of it; of one that has been adopted every change is the next edition.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from competency.common.scales import Scale
from competency.frameworks.followers import FRAMEWORK_KEPT, FrameworkKept
from competency.frameworks.queries import case as case_queries
from competency.frameworks.queries import frameworks as queries
from competency.frameworks.queries.case import Written
from competency.frameworks.queries.frameworks import ItemRow
from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.export import Listed
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.case.licence import openness
from competency.frameworks.rules.framework import Framework, Placed, outline
from competency.frameworks.rules.life import FrameworkState
from shared.contracts.competency import FrameworkPublished, FrameworkRevised, ItemPublished, ItemRetired
from shared.errors import NotFound, invalid
from shared.events import Event, publish

STATEMENT_LIMIT = 1000
"""Characters of a statement that travel in an event; the whole of it stays here."""

STEP = 2000
"""Rows of a statement: an import of 20,000 items is long enough that somebody asks how far it is."""

Told = Callable[[int], Awaitable[None]]
"""Hears how many rows were written since it heard last."""

T = TypeVar("T")


async def untold(rows: int) -> None:
    """For whom the answer is soon enough."""


def steps_of(rows: Sequence[T]) -> list[Sequence[T]]:
    return [rows[start : start + STEP] for start in range(0, len(rows), STEP)]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A framework with all that is written of it. Making it is pure work of up to seconds, done in a thread."""

    framework: Framework
    package: dict[str, Any]
    placed: list[Placed]
    items: list[ItemRow]
    records: list[Written]
    text: str

    @property
    def rows(self) -> int:
        """Of items, records and events that keeping it writes, as near as can be told before."""
        return 2 * len(self.items) + len(self.records)

    @property
    def framework_id(self) -> UUID:
        return self.framework.document.identifier


@dataclass(frozen=True, slots=True)
class Kept:
    edition: int
    version: int


def prepare(framework: Framework, base_url: str) -> Prepared:
    """Raises ValueError for what CASE has no form for."""
    package = case_export.package(framework, base_url)
    records = [_written(listed) for listed in case_export.records(framework.document, package, base_url)]
    placed = outline(framework)
    texts = {record.identifier: record.record for record in records if record.kind == "CFItems"}
    items = [ItemRow(p.item.identifier, p.parent, p.position, texts[p.item.identifier]) for p in placed]
    return Prepared(framework, package, placed, items, records, json.dumps(package))


def _written(listed: Listed) -> Written:
    body: Mapping[str, Any] = listed.body
    origin, destination = body.get("originNodeURI"), body.get("destinationNodeURI")
    return Written(
        listed.kind,
        UUID(body["identifier"]),
        listed.place,
        origin["identifier"] if origin else None,
        destination["identifier"] if destination else None,
        json.dumps(body),
    )


async def prepared(framework: Framework, base_url: str) -> Prepared:
    """The same without holding up others. Raises a 422 for what CASE has no form for."""
    try:
        return await asyncio.to_thread(prepare, framework, base_url)
    except ValueError as error:
        raise invalid("", str(error)) from error


async def keep(
    session: AsyncSession,
    current: Row[Any],
    prepared_: Prepared,
    scale: Scale,
    *,
    fingerprint: str = "",
    defects: Sequence[Mapping[str, Any]] = (),
    tell_all: bool = False,
    told: Told = untold,
) -> Kept:
    """Keep what was prepared as the newest edition of `current`, the framework's locked row.

    Items that it no longer has are retired; in a draft those without evidence are deleted. `tell_all` publishes every
    item, not only what is other than it was. `told` hears of each step.
    """
    state, district_id, framework_id = FrameworkState(current.state), current.district_id, prepared_.framework_id
    rewrite = state is FrameworkState.DRAFT and current.edition > 0
    edition = current.edition if rewrite else current.edition + 1
    licence = openness(prepared_.framework, state)
    values = {
        "title": prepared_.framework.document.title,
        "scale_minimum": scale.minimum,
        "scale_maximum": scale.maximum,
        "mastery_score": scale.mastery,
        "licence": licence,
    }
    version = await queries.put_edition(
        session, district_id, framework_id, edition, package=prepared_.text,
        fingerprint=fingerprint or hashlib.sha256(prepared_.text.encode()).hexdigest(),
        defects=defects, values=values, rewrite=rewrite,
    )  # fmt: skip
    changed, retired = await _keep_items(session, district_id, edition, prepared_, forget=rewrite, told=told)
    for some in steps_of(prepared_.records):
        await case_queries.put_records(session, district_id, framework_id, edition, licence=licence, records=some)
        await told(len(some))
    await case_queries.drop_others(
        session, district_id, framework_id, licence=licence, records=prepared_.records, forget=rewrite
    )
    before = Scale(current.scale_minimum, current.scale_maximum, current.mastery_score)
    change = FrameworkKept(
        district_id=district_id,
        framework_id=framework_id,
        edition=edition,
        placed=prepared_.placed,
        has_criteria=current.criteria is not None,
        rescaled=bool(current.edition) and scale != before,
        retired=retired,
    )
    await FRAMEWORK_KEPT.notify(session, change)
    if state is not FrameworkState.DRAFT:
        named = {place.item.identifier for place in prepared_.placed} if tell_all else changed
        events = published(prepared_.framework, edition, scale, prepared_.placed, named)
        events += _revised(current, prepared_, edition, len(changed), retired)
        for each in steps_of(events):
            await publish(session, district_id, *each)
            await told(len(each))
    return Kept(edition, version)


async def _keep_items(
    session: AsyncSession, district_id: UUID, edition: int, prepared_: Prepared, *, forget: bool, told: Told
) -> tuple[set[UUID], Sequence[UUID]]:
    framework_id, ids = prepared_.framework_id, [row.item_id for row in prepared_.items]
    changed: set[UUID] = set()
    for some in steps_of(prepared_.items):
        changed |= await queries.put_items(session, district_id, framework_id, edition, some)
        await told(len(some))
    if foreign := await queries.foreign(session, framework_id, ids):
        raise invalid(
            f"/CFItems/{foreign[0]}",
            f"{len(foreign)} items of this package belong to another framework of this district already.",
        )
    return changed, await queries.retire_others(session, framework_id, edition, ids, forget=forget)


def published(
    framework: Framework, edition: int, scale: Scale, placed: Sequence[Placed], told: set[UUID]
) -> list[Event]:
    """What is told of an edition: itself, and those of its items that are to be told of."""
    framework_id = framework.document.identifier
    events: list[Event] = [
        FrameworkPublished(
            framework_id=framework_id,
            title=framework.document.title,
            edition=edition,
            items=len(placed),
            scale_minimum=scale.minimum,
            scale_maximum=scale.maximum,
            mastery_score=scale.mastery,
        )
    ]
    events += [
        ItemPublished(
            framework_id=framework_id,
            item_id=p.item.identifier,
            edition=edition,
            statement=(p.item.abbreviated_statement or p.item.full_statement)[:STATEMENT_LIMIT],
            coding_scheme=p.item.human_coding_scheme,
            kind=p.item.item_type,
            parent_id=p.parent,
            position=p.position,
        )
        for p in placed
        if p.item.identifier in told
    ]
    return events


def _revised(
    current: Row[Any], prepared_: Prepared, edition: int, changed: int, retired: Sequence[UUID]
) -> list[Event]:
    if edition == 1:
        return []
    framework_id = prepared_.framework_id
    revised = FrameworkRevised(
        framework_id=framework_id,
        edition=edition,
        state=current.state,
        items=len(prepared_.placed),
        changed=changed,
        retired=len(retired),
    )
    gone = [ItemRetired(framework_id=framework_id, item_id=one, edition=edition) for one in retired]
    return [revised, *gone]


async def current_framework(session: AsyncSession, framework_id: UUID, edition: int) -> Framework:
    """An edition as the rules see it. Raises a 404 where it is not there."""
    row = await queries.edition(session, framework_id, edition)
    if row is None:
        raise NotFound("The framework has no such edition.")
    return await asyncio.to_thread(framework_from, row.package)
