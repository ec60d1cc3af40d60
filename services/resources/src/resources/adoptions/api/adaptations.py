"""`/resources/v1/adoptions/…/adapt`, `…/changes`, `…/intents`, `…/revert`: what is made of what was adopted."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.adoptions.api.adoptions import PREFIX, shown
from resources.adoptions.api.answers import changes
from resources.adoptions.rules.intents import Intents
from resources.adoptions.schemas.adoptions import Adaptation, AdoptionSeen, IntentsSaid
from resources.adoptions.schemas.changes import ChangesShown, Choices
from resources.adoptions.usecases import adapting, merging
from resources.common.api import Writer
from resources.files.context import InContext
from resources.items.schemas.content import ItemContent, said_of
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.response_headers import refuses, sends
from shared.http.session import Session

router = APIRouter(prefix=PREFIX, tags=["adaptations"])


@router.post("/{adoption_id}/adapt", responses=sends("ETag") | refuses(409))
async def adapt_item(
    adoption_id: UUID,
    sent: Adaptation,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> AdoptionSeen:
    """Adapt an item.

    Makes a draft of your own of the version that is held, or puts its parts into an item that you make. Each part keeps
    its licence and its credit; a part that allows no derivatives stays as it is. Where no part may be changed, or an
    item would descend from itself, the answer is a 409 with what may lawfully be done instead.
    """
    return shown(await adapting.adapt(session, caller, adoption_id, sent.own_item_id, expected, now), response)


@router.post("/{adoption_id}/revert", responses=sends("ETag") | refuses(409))
async def give_up_adaptation(
    adoption_id: UUID, caller: Writer, session: Session, now: Now, expected: ExpectedVersion, response: Response
) -> AdoptionSeen:
    """Revert an adaptation.

    Has your district use the version that is held as it is again. The item that it made of it stays its own: discard
    its draft, or retire it, where nobody wants it.
    """
    return shown(await adapting.revert(session, caller, adoption_id, expected, now), response)


@router.get("/{adoption_id}/changes", responses=sends("ETag") | refuses(409))
async def get_upstream_changes(adoption_id: UUID, caller: Writer, session: Session, response: Response) -> ChangesShown:
    """Get what upstream has changed.

    Answers, place by place, what the newest version has otherwise than what you had taken, beside what you have: what
    happens by itself, what is offered, what is in conflict, what you declined before, what a licence closes, and what
    is yours alone. Nothing is changed by reading it.
    """
    found = await merging.read_changes(session, caller.district_id, adoption_id)
    response.headers["ETag"] = etag(found.seen.adoption.revision)
    return changes(found)


@router.post("/{adoption_id}/changes", responses=sends("ETag") | refuses(409))
async def take_upstream_changes(
    adoption_id: UUID,
    sent: Choices,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    context: InContext,
    response: Response,
) -> AdoptionSeen:
    """Take and decline what upstream has changed.

    Takes what you choose into the draft of your item, which is begun where there is none, and remembers what you
    decline. No change of yours is overwritten unasked. The answer is a 409 where either side has changed since you read
    them.
    """
    most = context.settings.district_bytes
    seen = await merging.choose(session, caller, adoption_id, sent.choices, sent.fingerprint, expected, now, most=most)
    return shown(seen, response)


@router.post("/{adoption_id}/changes/preview", responses=refuses(409))
async def preview_upstream_changes(adoption_id: UUID, sent: Choices, caller: Writer, session: Session) -> ItemContent:
    """Preview what choices come to.

    Answers what your item would say, all of it, were what you choose taken and declined. Nothing is changed or
    remembered. The answer is a 409 where either side has changed since you read the changes.
    """
    content = await merging.preview(session, caller.district_id, adoption_id, sent.choices, sent.fingerprint)
    return said_of(content)


@router.put("/{adoption_id}/intents", responses=sends("ETag") | refuses(409))
async def set_intents_of_adoption(
    adoption_id: UUID,
    sent: IntentsSaid,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    response: Response,
) -> AdoptionSeen:
    """Say what you want with changes.

    Says of each place whether yours is kept, upstream's is taken, or you are asked. An intent for a part holds for all
    its fields that have none of their own.
    """
    intents = Intents(sent.otherwise, sent.at)
    return shown(await merging.set_intents(session, caller, adoption_id, intents, expected, now), response)
