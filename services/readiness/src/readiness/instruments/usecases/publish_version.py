"""Versions: published, after which nothing changes what they say, and retired."""

from datetime import datetime
from uuid import UUID

from readiness.common.rules.sentences import how_many
from readiness.instruments.queries.instruments import count_revision
from readiness.instruments.queries.offers import delete_offer
from readiness.instruments.queries.versions import InstrumentVersion, set_published, set_retired
from readiness.instruments.rules.instrument import Instrument
from readiness.instruments.schemas.content import content_hash, stored_content
from readiness.instruments.usecases.read_instrument import problems_of, require_version
from readiness.instruments.usecases.write_draft import require_lock, require_locked_draft
from shared.auth.callers import Caller
from shared.contracts.readiness import InstrumentPublished, InstrumentRetired
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid
from shared.events.outbox import publish
from shared.http.editing import ensure_current

MOST_ERRORS = 100
"""Of what stands in the way of publication, this much is named."""


async def publish_draft(
    session: Transaction, caller: Caller, instrument_id: UUID, expected: str, now: datetime
) -> InstrumentVersion:
    """Publishes the draft that the caller has read.

    Raises a 409 where there is no draft, a 412 where it was edited meanwhile, and a 422 that names each problem.
    """
    locked = await require_lock(session, instrument_id)
    draft = await require_locked_draft(session, locked)
    ensure_current(expected, draft.record.revision)
    await _ensure_publishable(draft.content)
    hashed = content_hash(stored_content(draft.content))
    revision = await count_revision(session, instrument_id)
    await set_published(session, instrument_id, hashed, revision=revision, at=now, by=caller.subject)
    await tell_published(session, caller.district_id, instrument_id, draft.record.version, hashed, draft.content)
    return await require_version(session, instrument_id, draft.record.version)


async def retire_version(
    session: Transaction, caller: Caller, instrument_id: UUID, version: int, now: datetime
) -> InstrumentVersion:
    """Retires a published version, and takes its offer back. Raises a 409 for one that is not published."""
    await require_lock(session, instrument_id)
    found = await require_version(session, instrument_id, version)
    if found.record.state != "published":
        said = "is a draft; delete it" if found.record.state == "draft" else "is retired already"
        raise Conflict(f"This version {said}.")
    revision = await count_revision(session, instrument_id)
    await set_retired(session, instrument_id, version, revision=revision, at=now, by=caller.subject)
    await delete_offer(session, caller.district_id, instrument_id, version)
    await publish(session, caller.district_id, InstrumentRetired(instrument_id=instrument_id, version=version))
    return await require_version(session, instrument_id, version)


async def tell_published(
    session: Transaction, district_id: UUID, instrument_id: UUID, version: int, hashed: str, content: Instrument
) -> None:
    """Publishes the event that a version was published."""
    origin = (content.origin.instrument_id, content.origin.version) if content.origin else (None, None)
    await publish(session, district_id, published_event(instrument_id, version, hashed, *origin))


def published_event(
    instrument_id: UUID, version: int, hashed: str, origin_id: UUID | None, origin_version: int | None
) -> InstrumentPublished:
    """Returns the event that a version was published; the same whenever it is told."""
    return InstrumentPublished(
        instrument_id=instrument_id,
        version=version,
        content_hash=hashed,
        origin_instrument_id=origin_id,
        origin_version=origin_version,
    )


async def _ensure_publishable(instrument: Instrument) -> None:
    refused = [problem for problem in await problems_of(instrument) if problem.refused]
    if refused:
        errors = [{"pointer": one.pointer, "detail": one.problem} for one in refused[:MOST_ERRORS]]
        raise Invalid(
            f"This draft cannot be published, for {how_many(len(refused), 'reason', 'reasons')}; see errors, whose "
            "pointers are into its content. It is kept as it is.",
            errors=errors,
        )
