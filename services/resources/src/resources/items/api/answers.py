"""Items in the shape in which routes answer them."""

from resources.items.queries.items import ItemRecord
from resources.items.queries.published import PublishedRecord
from resources.items.rules.content import Content
from resources.items.rules.publishing import terms_of
from resources.items.schemas.content import said_of
from resources.items.schemas.credits import shown_credit
from resources.items.schemas.items import (
    OwnItem,
    OwnVersion,
    ProblemShown,
    PublishedShown,
    PublishedWithContent,
)
from resources.items.usecases.reading import SeenDraft, SeenVersion
from resources.licences.rules.deciding import Act, may

MOST_PROBLEMS = 200
WITHHELD = "It holds parts of an item that was recalled, which nobody may go on showing."


def own_item(record: ItemRecord) -> OwnItem:
    return OwnItem.model_validate(record)


def own_version(seen: SeenDraft) -> OwnVersion:
    """Returns a version of one's own; of a published one there is nothing left to mend."""
    record, content = seen.version.record, seen.version.content
    problems = seen.problems[:MOST_PROBLEMS] if record.published_at is None else []
    return OwnVersion(
        **record._asdict(),
        content=said_of(content),
        problems=[ProblemShown.model_validate(one) for one in problems],
        seen_by=seen.terms.seen_by,
        licences=list(seen.terms.licence_ids),
        credits=[shown_credit(one) for one in seen.credits],
    )


def published(record: PublishedRecord, content: Content | None) -> PublishedShown:
    """Returns a published version as lists show it."""
    return PublishedShown(
        **{name: getattr(record, name) for name in _OF_THE_RECORD},
        standing=record.stands,
        because=WITHHELD if record.withheld else record.because,
        title=content.title if content else None,
        kind=content.kind if content else None,
        description=content.description or None if content else None,
        language=content.language if content else None,
        grade_band=content.grade_band if content else None,
        licences=list(terms_of(content).licence_ids) if content else [],
    )


def published_with_content(seen: SeenVersion) -> PublishedWithContent:
    """Returns a published version with all that it says, and what its reader may do with it."""
    decisions = {act: may(seen.audience, act, seen.terms) for act in Act} if seen.content is not None else {}
    demands = {demand for one in decisions.values() for demand in one.demands}
    return PublishedWithContent(
        **published(seen.record, seen.content).model_dump(),
        content=said_of(seen.content) if seen.content is not None else None,
        credits=[shown_credit(one) for one in seen.credits],
        may=[act for act, one in decisions.items() if one.allowed],
        demands=sorted(demands),
    )


_OF_THE_RECORD = (
    "item_id",
    "version",
    "owner_id",
    "seen_by",
    "successor_id",
    "stands_since",
    "content_hash",
    "changes",
    "published_at",
)
