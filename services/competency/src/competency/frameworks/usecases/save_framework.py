"""Storing a framework, however it came about: its edition, its items, its records of CASE, and publishing it.

A draft is rewritten in place and not published; each change of one that has been adopted is its next edition.
"""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from competency.common.scales import Scale
from competency.frameworks.followers import FRAMEWORK_SAVED, FrameworkSaved
from competency.frameworks.queries.case import NewCaseRecord, remove_other_records, save_records
from competency.frameworks.queries.editions import add_edition, find_edition, rewrite_edition
from competency.frameworks.queries.frameworks import FrameworkRecord, advance_framework
from competency.frameworks.queries.items import NewItem, items_of_other_frameworks, retire_other_items, save_items
from competency.frameworks.rules.case import export as case_export
from competency.frameworks.rules.case.export import ListedRecord
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.case.licence import Openness, openness
from competency.frameworks.rules.case.report import StoredDefect
from competency.frameworks.rules.case.text import CaseJson
from competency.frameworks.rules.framework import Framework, Placed, outline
from competency.frameworks.rules.life import FrameworkState
from shared.contracts.competency import FrameworkPublished, FrameworkRevised, ItemPublished, ItemRetired
from shared.db.query import Transaction
from shared.errors import NotFound, invalid
from shared.events import Event, publish

STATEMENT_LIMIT = 1000
"""Characters of a statement that travel in an event; the whole of it stays here."""

STEP = 2000
"""Rows of a statement: an import of 20,000 items is long enough that somebody asks how far it is."""

Progress = Callable[[int], Awaitable[None]]
"""Called with how many rows were written since it was called last."""

T = TypeVar("T")


async def no_progress(rows: int) -> None:
    """Does nothing: for callers that need no progress."""


def steps_of(rows: Sequence[T]) -> list[Sequence[T]]:
    """Returns the rows in steps of `STEP`."""
    return [rows[start : start + STEP] for start in range(0, len(rows), STEP)]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A framework with all that is written of it. Making it is pure work of up to seconds, done in a thread."""

    framework: Framework
    package: CaseJson
    placed: list[Placed]
    items: list[NewItem]
    records: list[NewCaseRecord]
    text: str

    @property
    def rows(self) -> int:
        """How many items, records and events storing it writes, as near as can be said before."""
        return 2 * len(self.items) + len(self.records)

    @property
    def framework_id(self) -> UUID:
        return self.framework.document.identifier


@dataclass(frozen=True, slots=True)
class SavedEdition:
    """The number of the edition that was stored, and the framework's version since."""

    edition: int
    version: int


def prepare(framework: Framework, base_url: str) -> Prepared:
    """Returns all that is written of the framework. Raises ValueError for what CASE has no form for."""
    package = case_export.package(framework, base_url)
    records = [_new_record(listed) for listed in case_export.records(framework.document, package, base_url)]
    placed = outline(framework)
    texts = {record.identifier: record.record for record in records if record.kind == "CFItems"}
    items = [NewItem(p.item.identifier, p.parent, p.position, texts[p.item.identifier]) for p in placed]
    return Prepared(framework, package, placed, items, records, json.dumps(package))


def _new_record(listed: ListedRecord) -> NewCaseRecord:
    body = listed.body
    origin, destination = body.get("originNodeURI"), body.get("destinationNodeURI")
    return NewCaseRecord(
        listed.kind,
        UUID(body["identifier"]),
        listed.position,
        origin["identifier"] if origin else None,
        destination["identifier"] if destination else None,
        json.dumps(body),
    )


async def prepare_in_thread(framework: Framework, base_url: str) -> Prepared:
    """Returns what `prepare` does, and holds nobody up meanwhile. Raises a 422 for what CASE has no form for."""
    try:
        return await asyncio.to_thread(prepare, framework, base_url)
    except ValueError as error:
        raise invalid("", str(error)) from error


async def save_framework(
    session: Transaction,
    current: FrameworkRecord,
    prepared: Prepared,
    scale: Scale,
    *,
    fingerprint: str = "",
    defects: Sequence[StoredDefect] = (),
    publish_all: bool = False,
    progress: Progress = no_progress,
) -> SavedEdition:
    """Stores what was prepared as the newest edition of `current`, the framework's locked row.

    Items that it no longer has are retired; in a draft those without evidence are deleted. `publish_all` publishes
    every item, not only those that changed. `progress` is called after each step.
    """
    state, district_id = FrameworkState(current.state), current.district_id
    rewrite = state is FrameworkState.DRAFT and current.edition > 0
    edition = current.edition if rewrite else current.edition + 1
    fingerprint = fingerprint or hashlib.sha256(prepared.text.encode()).hexdigest()
    await _save_edition(
        session, district_id, edition, prepared, fingerprint=fingerprint, defects=defects, rewrite=rewrite
    )
    document, licence = prepared.framework.document, openness(prepared.framework, state)
    version = await advance_framework(
        session, document.identifier, edition=edition, title=document.title, scale=scale, licence=licence
    )
    changed, retired = await _save_items(session, district_id, edition, prepared, rewrite=rewrite, progress=progress)
    await _save_records(session, district_id, edition, prepared, licence=licence, rewrite=rewrite, progress=progress)
    change = FrameworkSaved(
        district_id=district_id,
        framework_id=document.identifier,
        edition=edition,
        placed=prepared.placed,
        has_criteria=current.criteria is not None,
        rescaled=bool(current.edition) and scale != current.scale,
        retired=retired,
    )
    await FRAMEWORK_SAVED.notify(session, change)
    if state is not FrameworkState.DRAFT:
        items = {place.item.identifier for place in prepared.placed} if publish_all else changed
        events = edition_events(prepared.framework, edition, scale, prepared.placed, items)
        events += _revision_events(current, prepared, edition, len(changed), retired)
        await _publish(session, district_id, events, progress)
    return SavedEdition(edition, version)


async def _save_edition(
    session: Transaction,
    district_id: UUID,
    edition: int,
    prepared: Prepared,
    *,
    fingerprint: str,
    defects: Sequence[StoredDefect],
    rewrite: bool,
) -> None:
    """Stores the edition whole, with `rewrite` in the place of a draft's own."""
    text, framework_id = prepared.text, prepared.framework_id
    if rewrite:
        await rewrite_edition(session, framework_id, edition, package=text, fingerprint=fingerprint, defects=defects)
    else:
        await add_edition(
            session, district_id, framework_id, edition, package=text, fingerprint=fingerprint, defects=defects
        )


async def _save_items(
    session: Transaction, district_id: UUID, edition: int, prepared: Prepared, *, rewrite: bool, progress: Progress
) -> tuple[set[UUID], Sequence[UUID]]:
    """Stores the edition's items; returns those that changed, and those that are retired now."""
    framework_id, ids = prepared.framework_id, [item.item_id for item in prepared.items]
    changed: set[UUID] = set()
    for some in steps_of(prepared.items):
        changed |= await save_items(session, district_id, framework_id, edition, some)
        await progress(len(some))
    if others := await items_of_other_frameworks(session, framework_id, ids):
        raise invalid(
            f"/CFItems/{others[0]}",
            f"{len(others)} items of this package belong to another framework of this district already.",
        )
    return changed, await retire_other_items(session, framework_id, edition, ids, delete_unused=rewrite)


async def _save_records(
    session: Transaction,
    district_id: UUID,
    edition: int,
    prepared: Prepared,
    *,
    licence: Openness,
    rewrite: bool,
    progress: Progress,
) -> None:
    """Stores the edition's records of CASE, and removes those that it no longer has."""
    framework_id, records = prepared.framework_id, prepared.records
    for some in steps_of(records):
        await save_records(session, district_id, framework_id, edition, licence=licence, records=some)
        await progress(len(some))
    await remove_other_records(
        session, district_id, framework_id, licence=licence, records=records, delete_items=rewrite
    )


async def _publish(session: Transaction, district_id: UUID, events: Sequence[Event], progress: Progress) -> None:
    for some in steps_of(events):
        await publish(session, district_id, *some)
        await progress(len(some))


def edition_events(
    framework: Framework, edition: int, scale: Scale, placed: Sequence[Placed], items: set[UUID]
) -> list[Event]:
    """Returns the events of an edition, and of these of its items."""
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
        if p.item.identifier in items
    ]
    return events


def _revision_events(
    current: FrameworkRecord, prepared: Prepared, edition: int, changed: int, retired: Sequence[UUID]
) -> list[Event]:
    if edition == 1:
        return []
    framework_id = prepared.framework_id
    revised = FrameworkRevised(
        framework_id=framework_id,
        edition=edition,
        state=current.state,
        items=len(prepared.placed),
        changed=changed,
        retired=len(retired),
    )
    return [revised, *(ItemRetired(framework_id=framework_id, item_id=one, edition=edition) for one in retired)]


async def read_edition_framework(session: Transaction, framework_id: UUID, edition: int) -> Framework:
    """Returns an edition as the rules see it. Raises a 404 where it is not there."""
    found = await find_edition(session, framework_id, edition)
    if found is None:
        raise NotFound("The framework has no such edition.")
    return await asyncio.to_thread(framework_from, found.package)
