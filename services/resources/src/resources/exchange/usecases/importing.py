"""A district brings items in: each becomes a draft as a whole, or is refused as a whole."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from resources.common.rules.problems import Problem
from resources.exchange.queries.own import find_known, lock_imports
from resources.exchange.rules.described import Described
from resources.exchange.rules.package import MOST_ITEMS
from resources.exchange.rules.sheet import items_from_sheet
from resources.exchange.rules.taking_in import TakenIn, id_here, take_in
from resources.exchange.schemas import Became, ImportReport, ItemBroughtIn, LineNoted
from resources.files.queries.files import lock_ready
from resources.items.queries.items import add_item
from resources.items.queries.versions import add_draft
from resources.items.rules.content import PartKind
from resources.items.schemas.content import content_problems
from resources.items.schemas.items import ProblemShown
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Malformed
from shared.sheets.reading import LineProblem, UnreadableSheet

MOST_NOTED = 1_000
_FIRST_VERSION = 1


class BroughtIn(NamedTuple):
    """An item, and what became of it."""

    item: Described
    became: Became
    item_id: UUID | None
    problems: Sequence[Problem]


async def import_sheet(
    session: Transaction, caller: Caller, raw: bytes, now: datetime, *, only_check: bool
) -> ImportReport:
    """Makes a draft of each item that a sheet holds whole, unless it came before; where it is only to be checked,
    writes nothing. Raises a 400 where the file cannot be read as a sheet, or holds too many items.
    """
    try:
        read = await asyncio.to_thread(items_from_sheet, raw)
    except UnreadableSheet as error:
        raise Malformed(f"The sheet cannot be read: {error}. Nothing was brought in.") from error
    if len(read.items) > MOST_ITEMS:
        raise Malformed(f"The sheet has {len(read.items)} items, and may have {MOST_ITEMS}: divide it.")
    came = await bring_in(session, caller, read.items, now, only_check=only_check, is_own=True)
    return _report(came, [_of_line(one) for one in read.problems], only_check=only_check)


async def bring_in(
    session: Transaction, caller: Caller, items: Sequence[Described], now: datetime, *, only_check: bool, is_own: bool
) -> list[BroughtIn]:
    """Makes a draft of each item that is not here yet. All of it behind one lock: what two bring in at once comes
    once.
    """
    await lock_imports(session, caller.district_id)
    ids = {one.item_id: id_here(caller.district_id, one.item_id) for one in items}
    known = await find_known(session, {*ids, *ids.values()})
    sources = {part.body.source for one in items for part in one.parts if part.body.kind == PartKind.FILE}
    stored = {sha256: sha256 for sha256 in await lock_ready(session, sorted(sources))}
    came: list[BroughtIn] = []
    for item in items:
        here = next((one for one in (item.item_id, ids[item.item_id]) if one in known), None)
        if here is not None:
            came.append(BroughtIn(item, Became.HERE, here, ()))
            continue
        taken = take_in(item, stored, is_own=is_own)
        refused = (*taken.refused, *content_problems(taken.content))
        if refused:
            came.append(BroughtIn(item, Became.REFUSED, None, refused))
            continue
        if not only_check:
            await _add(session, caller, ids[item.item_id], taken, now)
        came.append(BroughtIn(item, Became.DRAFT, ids[item.item_id], taken.notes))
    return came


async def _add(session: Transaction, caller: Caller, item_id: UUID, taken: TakenIn, now: datetime) -> None:
    by, district_id = caller.subject, caller.district_id
    await add_item(session, district_id, item_id, at=now, by=by)
    await add_draft(session, district_id, item_id, _FIRST_VERSION, taken.content, revision=1, at=now, by=by)


def _report(came: Sequence[BroughtIn], noted: Sequence[LineNoted], *, only_check: bool) -> ImportReport:
    counted = {became: sum(one.became is became for one in came) for became in Became}
    return ImportReport(
        only_checked=only_check,
        drafts=counted[Became.DRAFT],
        here=counted[Became.HERE],
        refused=counted[Became.REFUSED],
        items=[_shown(one) for one in came],
        noted=list(noted[:MOST_NOTED]),
    )


def _shown(one: BroughtIn) -> ItemBroughtIn:
    return ItemBroughtIn(
        title=one.item.title,
        became=one.became,
        item_id=one.item_id,
        problems=[ProblemShown.model_validate(problem) for problem in one.problems],
    )


def _of_line(one: LineProblem) -> LineNoted:
    return LineNoted(line=one.line, column=one.column, pointer=None, detail=one.problem, refused=one.refused)
