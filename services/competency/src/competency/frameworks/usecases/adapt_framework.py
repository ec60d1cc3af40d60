"""A copy of one's own of a framework, how far it has moved from the original, and the original's updates.

A framework of the same district may always be adapted; one of another district where its licence says so.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from competency.common.scales import Scale
from competency.frameworks.queries.adaptations import (
    AdaptationRecord,
    add_adaptation,
    advance_adaptation,
    find_adaptation,
)
from competency.frameworks.queries.case import FoundRecord, find_document
from competency.frameworks.rules.adaptation import Kinship, adapt, lineage
from competency.frameworks.rules.case.importing import framework_from
from competency.frameworks.rules.case.licence import Openness
from competency.frameworks.rules.case.tree import closing_associations
from competency.frameworks.rules.framework import Framework, Item
from competency.frameworks.rules.life import FrameworkState, validate_edit
from competency.frameworks.rules.update import Offer, accept, offers
from competency.frameworks.schemas.adaptations import (
    AcceptIn,
    AdaptIn,
    FieldOfferOut,
    KinshipOut,
    LineageOut,
    OfferOut,
    UpdatesOut,
)
from competency.frameworks.schemas.frameworks import ItemNamed
from competency.frameworks.usecases.edit_framework import lock_version, save_new_framework
from competency.frameworks.usecases.import_framework import scale_of
from competency.frameworks.usecases.provide_case import package_text, require_record
from competency.frameworks.usecases.read_framework import as_json, field_changes, named, read_framework
from competency.frameworks.usecases.save_framework import prepare_in_thread, read_edition_framework, save_framework
from shared.db.query import Transaction
from shared.errors import Conflict, NotAllowed, NotFound, invalid


@dataclass(frozen=True, slots=True)
class _Original:
    """An original as it stands, as text and as the rules see it."""

    edition: int
    text: str
    framework: Framework


@dataclass(frozen=True, slots=True)
class _Adaptation:
    """An adaptation with the edition of its original that it was last brought up to."""

    record: AdaptationRecord
    own: Framework
    base: Framework
    origins: Mapping[UUID, UUID]


async def adapt_framework(
    session: Transaction, district_id: UUID, original_id: UUID, wanted: AdaptIn, now: datetime, *, base_url: str
) -> UUID:
    """Creates a draft that is a copy of the original; returns its identifier."""
    found = await require_record(session, district_id, "CFDocuments", original_id)
    original = await _original(session, district_id, found)
    scale = await _scale(session, found, wanted, district_id)
    framework_id = uuid4()
    framework, origins = await asyncio.to_thread(adapt, original.framework, framework_id, wanted.creator, now)
    if wanted.title is not None:
        framework = replace(framework, document=replace(framework.document, title=wanted.title))
    await save_new_framework(session, district_id, framework, scale, base_url=base_url)
    await add_adaptation(
        session,
        district_id,
        framework_id,
        original_district_id=found.district_id,
        original_id=original_id,
        base_edition=original.edition,
        base=original.text,
        origins=origins,
    )
    return framework_id


async def read_lineage(session: Transaction, framework_id: UUID) -> LineageOut:
    """Returns how far the adaptation has moved from its original."""
    this = await _adaptation(session, framework_id)
    found = await asyncio.to_thread(lineage, this.base, this.own, this.origins)
    newest = await find_document(session, this.record.original_district_id, this.record.original_id)
    return LineageOut(
        framework_id=framework_id,
        original_id=this.record.original_id,
        original_title=this.base.document.title,
        original_edition=this.record.base_edition,
        newest_edition=newest.edition if newest else None,
        kept=found.kept,
        counts={str(fate): count for fate, count in found.counts.items()},
        items=[_kinship_out(kinship) for kinship in found.items],
    )


async def read_updates(session: Transaction, district_id: UUID, framework_id: UUID) -> UpdatesOut:
    """Returns what the original's newest edition offers."""
    this = await _adaptation(session, framework_id)
    theirs = await _newest(session, district_id, this.record)
    offered = await _offers(this, theirs)
    return UpdatesOut(
        framework_id=framework_id,
        base_edition=this.record.base_edition,
        edition=theirs.edition,
        offers=[_offer_out(offer) for offer in offered],
    )


async def accept_updates(
    session: Transaction,
    district_id: UUID,
    framework_id: UUID,
    expected: str,
    wanted: AcceptIn,
    now: datetime,
    *,
    base_url: str,
) -> None:
    """Takes over these offers and declines the others: the adaptation is then brought up to that edition."""
    current = await lock_version(session, framework_id, expected)
    if problem := validate_edit(FrameworkState(current.state)):
        raise Conflict(f"Not done: {problem}.")
    this = await _adaptation(session, framework_id)
    theirs = await _newest(session, district_id, this.record)
    if theirs.edition != wanted.edition:
        raise Conflict(f"The original is at edition {theirs.edition} by now; read its offers again.")
    offered = {offer.item.identifier: offer for offer in await _offers(this, theirs)}
    if unknown := [str(item) for item in wanted.items if item not in offered]:
        raise invalid("/items", f"no offer is about the item {unknown[0]}; name the original's items")
    chosen = [offered[item] for item in dict.fromkeys(wanted.items)]
    done = await asyncio.to_thread(accept, this.own, this.origins, theirs.framework, this.base, chosen, now)
    if closing := closing_associations(done.framework.associations):
        raise invalid("/items", f"an item would hang on itself: {next(iter(closing.values()))}")
    if chosen:
        prepared = await prepare_in_thread(done.framework, base_url)
        await save_framework(session, current, prepared, current.scale)
    await advance_adaptation(session, framework_id, base_edition=theirs.edition, base=theirs.text, origins=done.origins)


async def _adaptation(session: Transaction, framework_id: UUID) -> _Adaptation:
    framework = await read_framework(session, framework_id)
    record = await find_adaptation(session, framework_id)
    if record is None:
        raise NotFound("This framework was not adapted from another one.")
    own = await read_edition_framework(session, framework_id, framework.edition)
    base = await asyncio.to_thread(framework_from, record.base)
    origins = {UUID(own_id): UUID(original) for own_id, original in record.origins.items()}
    return _Adaptation(record, own, base, origins)


async def _newest(session: Transaction, district_id: UUID, record: AdaptationRecord) -> _Original:
    found = await find_document(session, record.original_district_id, record.original_id)
    if found is None:
        raise NotFound("The original is no longer open to this district; the adaptation stays as it is.")
    return await _original(session, district_id, found)


async def _original(session: Transaction, district_id: UUID, found: FoundRecord) -> _Original:
    """Raises a 403 where the licence opens it for reading only."""
    if found.district_id != district_id and Openness(found.licence) is not Openness.ADAPT:
        raise NotAllowed("The framework's licence lets other districts read it, but not adapt it.")
    text = await package_text(session, found.district_id, found.framework_id)
    return _Original(found.edition, text, await asyncio.to_thread(lambda: framework_from(json.loads(text))))


async def _scale(session: Transaction, found: FoundRecord, wanted: AdaptIn, district_id: UUID) -> Scale:
    minimum, maximum, mastery = Decimal(0), Decimal(4), Decimal(3)
    if found.district_id == district_id:
        own = await read_framework(session, found.framework_id)
        minimum, maximum, mastery = own.scale_minimum, own.scale_maximum, own.mastery_score
    return scale_of(
        minimum if wanted.scale_minimum is None else wanted.scale_minimum,
        maximum if wanted.scale_maximum is None else wanted.scale_maximum,
        mastery if wanted.mastery_score is None else wanted.mastery_score,
    )


async def _offers(this: _Adaptation, theirs: _Original) -> Sequence[Offer]:
    return await asyncio.to_thread(offers, this.base, theirs.framework, this.own, this.origins)


def _kinship_out(kinship: Kinship) -> KinshipOut:
    return KinshipOut(
        fate=kinship.fate.value,
        original=_named(kinship.original),
        own=_named(kinship.own),
        fields=field_changes(kinship.fields),
        moved=kinship.move is not None,
    )


def _offer_out(offer: Offer) -> OfferOut:
    return OfferOut(
        kind=offer.kind.value,
        item=named(offer.item),
        own=_named(offer.own),
        fields=[
            FieldOfferOut(
                field=one.field,
                base=as_json(one.base),
                theirs=as_json(one.theirs),
                own=as_json(one.own),
                conflict=one.conflict,
            )
            for one in offer.fields
        ],
        moved=offer.parent is not None,
        conflict=offer.conflict,
        dropped=offer.dropped,
    )


def _named(item: Item | None) -> ItemNamed | None:
    return None if item is None else named(item)
