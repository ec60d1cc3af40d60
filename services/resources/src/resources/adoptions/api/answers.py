"""Adoptions in the shape in which routes answer them."""

from typing import Any

from resources.adoptions.queries.offers import Offer
from resources.adoptions.rules.merge import OPEN, Change, Outcome
from resources.adoptions.schemas.adoptions import AdoptionSeen, AdoptionShown, IntentsSaid, MayShown
from resources.adoptions.schemas.changes import ChangeShown, ChangesShown, value_shown
from resources.adoptions.schemas.offers import OfferSeen, OfferShown
from resources.adoptions.schemas.stored import owed_as_taken
from resources.adoptions.usecases.merging import SeenChanges
from resources.adoptions.usecases.offering import SeenOffer
from resources.adoptions.usecases.standing import SeenAdoption
from resources.items.schemas.content import AuthorSaid, said_of
from resources.items.schemas.credits import shown_credit
from resources.licences.rules.deciding import Act


def adoption(seen: SeenAdoption) -> AdoptionShown:
    return AdoptionShown(**_fields(seen))


def adoption_seen(seen: SeenAdoption) -> AdoptionSeen:
    """Returns an adoption with how it stands. What may not be used any more is not shown."""
    record, upward = seen.adoption, seen.upward.record
    used = seen.held.decisions[Act.ADOPT]
    return AdoptionSeen(
        **_fields(seen),
        because=upward.because if upward is not None else None,
        successor_id=upward.successor_id if upward is not None else None,
        may=[MayShown(act=act, **one._asdict(), ways=list(seen.ways(act))) for act, one in seen.decisions.items()],
        demands=sorted(used.demands),
        content=said_of(record.content) if used.allowed else None,
        credits=[shown_credit(one) for one in owed_as_taken(record.credit, record.credits)],
        intents=IntentsSaid(otherwise=record.intents.otherwise, at=dict(record.intents.at)),
    )


def changes(found: SeenChanges) -> ChangesShown:
    return ChangesShown(
        adoption_id=found.seen.adoption.adoption_id,
        version=found.seen.adoption.version,
        newest=found.newest,
        upstream=found.seen.upstream,
        fingerprint=found.proposal.fingerprint,
        order=list(found.proposal.order),
        changes=[_change(one) for one in found.proposal.changes],
    )


def offer(record: Offer) -> OfferShown:
    return OfferShown(**_offer_fields(record))


def offer_seen(seen: SeenOffer) -> OfferSeen:
    """Returns an offer with what it would change."""
    authors = sorted(seen.offer.authors, key=lambda one: (one.name.casefold(), one.person_id))
    return OfferSeen(
        **_offer_fields(seen.offer),
        fit=seen.fit,
        authors=[AuthorSaid.model_validate(one) for one in authors],
        changes=[_change(one) for one in seen.proposal.of(*OPEN, Outcome.AGREED)],
    )


def _offer_fields(record: Offer) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _OF_THE_OFFER} | {"title": record.base.title}


def _fields(seen: SeenAdoption) -> dict[str, Any]:
    record = seen.adoption
    fields = {name: getattr(record, name) for name in _OF_THE_RECORD}
    return fields | {"title": record.content.title, "upstream": seen.upstream, "newest": seen.standing.newest}


def _change(one: Change) -> ChangeShown:
    return ChangeShown(
        path=one.place.path,
        outcome=one.outcome,
        clash=one.clash,
        what_to_do=one.what_to_do,
        base=value_shown(one.base),
        ours=value_shown(one.ours),
        theirs=value_shown(one.theirs),
    )


_OF_THE_RECORD = (
    "adoption_id",
    "item_id",
    "owner_id",
    "version",
    "state",
    "own_item_id",
    "adopted_at",
    "changed_at",
)
_OF_THE_OFFER = (
    "offer_id",
    "item_id",
    "adopter_id",
    "author_id",
    "state",
    "words",
    "reason",
    "reply",
    "made_at",
    "changed_at",
)
