"""`/resources/v1/items/{id}/outcomes` and `…/own-items/{id}/adopters`: what is told of what came of an item."""

from datetime import date
from uuid import UUID

from fastapi import APIRouter, Response

from resources.common.api import Writer
from resources.items.api.published import PREFIX as ITEMS
from resources.items.usecases.reading import require_item
from resources.outcomes.queries.reports import ReportRecord, count_adopters, find_reports
from resources.outcomes.rules.reports import Caution
from resources.outcomes.schemas import AdoptersShown, OutcomeShown
from resources.outcomes.usecases.where_used import ensure_known
from shared.http.paging import Page, Paging
from shared.http.session import Session

router = APIRouter(tags=["uses and outcomes"])


@router.get(ITEMS + "/{item_id}/outcomes")
async def list_item_outcomes(
    item_id: UUID, _: Writer, session: Session, paging: Paging, response: Response
) -> Page[OutcomeShown]:
    """List the outcome reports of an item.

    Lists for each term, and each item of a framework that the item was aligned to, what learners of your district
    showed after using it, beside comparable ones who did not. A report is released once, six weeks after its term,
    and never made again. Where figures could tell of anybody what they showed, there are none, and why is said.
    """
    await ensure_known(session, item_id)
    after = paging.key(date, UUID, UUID, UUID)
    last = None if after is None else (after[0], after[1], after[2], after[3])
    found = await find_reports(session, item_id, last, paging.limit + 1)
    return paging.page(response, found, _shown, lambda one: [one.last_day, one.term_id, one.item_id, one.edition_id])


@router.get("/resources/v1/own-items/{item_id}/adopters")
async def get_item_adopters(item_id: UUID, _: Writer, session: Session) -> AdoptersShown:
    """Get how many districts adopted an item of yours.

    Answers how many other districts hold it, as it is or adapted. Which, and what came of it there, is not told.
    """
    await require_item(session, item_id)
    return AdoptersShown(item_id=item_id, districts=await count_adopters(session, item_id))


def _shown(record: ReportRecord) -> OutcomeShown:
    cautions = [Caution.NO_PROOF_OF_CAUSE] if record.figures is None else record.figures["cautions"]
    return OutcomeShown.model_validate(record._asdict() | {"cautions": cautions})
