"""What upstream has changed is shown beside what was changed here, and taken or declined place by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from resources.adoptions.queries.adoptions import Adoption
from resources.adoptions.queries.drafted import remember_before
from resources.adoptions.queries.origins import hold_origins
from resources.adoptions.queries.upstream import hold_item
from resources.adoptions.rules.choices import Choice, Merged, apply, refused_choices
from resources.adoptions.rules.intents import Intents
from resources.adoptions.rules.merge import OPEN, Outcome, Proposal, merge
from resources.adoptions.rules.refusals import Refusal
from resources.adoptions.rules.states import AdoptionAct
from resources.adoptions.rules.upstream import AdopterAct, Ground, decide
from resources.adoptions.usecases.adapting import find_ours
from resources.adoptions.usecases.adopting import newest_of, store
from resources.adoptions.usecases.holding import hold_beside
from resources.adoptions.usecases.origins import source_of, write_origins
from resources.adoptions.usecases.standing import (
    SeenAdoption,
    ensure_may,
    moved,
    require_adoption,
    require_current,
    see_adoption,
)
from resources.files.usecases.keeping import Taker
from resources.items.queries.versions import find_draft
from resources.items.rules.content import Content
from resources.items.usecases.drafting import write_draft
from shared.auth.callers import Caller
from shared.db.query import Transaction
from shared.errors import Conflict, Invalid


@dataclass(frozen=True, slots=True)
class SeenChanges:
    """What upstream's newest version would change here."""

    seen: SeenAdoption
    newest: int
    proposal: Proposal


async def read_changes(session: Transaction, district_id: UUID, adoption_id: UUID) -> SeenChanges:
    """Returns what is to be decided. Raises a 404, and a 409 where nothing is adapted or upstream shows nothing."""
    adoption = await require_adoption(session, adoption_id)
    moved(adoption, AdoptionAct.TAKE_CHANGES)
    return await _propose(session, await see_adoption(session, district_id, adoption))


async def choose(
    session: Transaction,
    caller: Caller,
    adoption_id: UUID,
    choices: Mapping[str, Choice],
    fingerprint: str,
    expected: str,
    now: datetime,
    *,
    most: int,
) -> SeenAdoption:
    """Takes and declines, into the draft of the own item; files that are taken are the district's too from then on,
    which may store `most` bytes. What is open still stays so; once nothing is, the newest version is
    the one that is held.

    Raises a 404, a 409 where a licence forbids it, the draft is in review, there is no room or either side has changed
    since the changes were read, a 412, and a 422 for a choice at a place where nothing is to be chosen.
    """
    adoption = await require_current(session, adoption_id, expected)
    state = moved(adoption, AdoptionAct.TAKE_CHANGES)
    if adoption.own_item_id is not None:
        await hold_origins(session, adoption.own_item_id)
    await hold_item(session, adoption.item_id)
    seen = await see_adoption(session, caller.district_id, adoption)
    ensure_may(seen, AdopterAct.TAKE_CHANGES, else_if=Ground.NOTHING_NEW)
    found = await _propose(session, seen)
    _ensure_answers(refused_choices(found.proposal, choices, fingerprint))
    merged = apply(found.proposal, choices)
    newest = newest_of(seen, now)
    held = newest if _is_settled(found, merged) else adoption
    await _remember(session, found, merged)
    files = set(merged.content.files()) & set(newest.content.files()) | set(held.content.files())
    taker = Taker(caller.district_id, caller.subject, most)
    await hold_beside(session, taker, adoption, newest.version, files, held.content.files(), now)
    await _write(session, caller, found, merged, newest, now)
    return await store(session, caller, held._replace(state=state, base=merged.base, declined=merged.declined), now)


async def preview(
    session: Transaction, district_id: UUID, adoption_id: UUID, choices: Mapping[str, Choice], fingerprint: str
) -> Content:
    """Returns what the own item would say after these choices. Raises a 404, a 409 where nothing is adapted, upstream
    shows nothing or either side has changed, and a 422 for a choice at a place where nothing is to be chosen.
    """
    found = await read_changes(session, district_id, adoption_id)
    _ensure_answers(refused_choices(found.proposal, choices, fingerprint))
    return apply(found.proposal, choices).content


async def set_intents(
    session: Transaction, caller: Caller, adoption_id: UUID, intents: Intents, expected: str, now: datetime
) -> SeenAdoption:
    """Keeps what the district wants with changes at each place. Raises a 404, a 409 where nothing is adapted, a 412."""
    adoption = await require_current(session, adoption_id, expected)
    moved(adoption, AdoptionAct.TAKE_CHANGES)
    return await store(session, caller, adoption._replace(intents=intents), now)


async def _propose(session: Transaction, seen: SeenAdoption) -> SeenChanges:
    theirs, record = seen.upward.content, seen.upward.record
    if theirs is None or record is None:
        raise Conflict(decide(seen.standing, AdopterAct.TAKE_CHANGES).detail)
    base, ours = await sides_of(session, seen.adoption)
    adoption = seen.adoption
    proposal = merge(base, ours, theirs, adoption.intents, adoption.declined, seen.closed)
    return SeenChanges(seen, record.version, proposal)


async def sides_of(session: Transaction, adoption: Adoption) -> tuple[Content, Content]:
    """Returns what was taken of upstream so far, and what the own item says. Raises a 409 where nothing was made."""
    if adoption.base is None or adoption.own_item_id is None:  # of what is adapted both are there
        raise Conflict("Nothing was made of it here: adapt it first.")
    return adoption.base, await find_ours(session, adoption.own_item_id)


async def _remember(session: Transaction, found: SeenChanges, merged: Merged) -> None:
    """Where there is a draft, or will be, it may be thrown away, and with it what it has of upstream."""
    adoption = found.seen.adoption
    drafted = adoption.own_item_id is not None and await find_draft(session, adoption.own_item_id) is not None
    if drafted or merged.content != found.proposal.ours:
        await remember_before(session, adoption.adoption_id)


async def _write(
    session: Transaction, caller: Caller, found: SeenChanges, merged: Merged, newest: Adoption, now: datetime
) -> None:
    own_item_id = found.seen.adoption.own_item_id
    if own_item_id is None or merged.content == found.proposal.ours:
        return
    await write_draft(session, caller, own_item_id, merged.content, now)
    source = source_of(newest.credit, newest.content, newest.credits)
    await write_origins(session, caller.district_id, own_item_id, merged.content, source)


def _is_settled(found: SeenChanges, merged: Merged) -> bool:
    theirs, adoption = found.seen.upward.content, found.seen.adoption
    if theirs is None:
        return False
    left = merge(merged.base, merged.content, theirs, adoption.intents, merged.declined, found.seen.closed)
    return not left.of(Outcome.TAKEN, *OPEN)


def _ensure_answers(refused: list[Refusal]) -> None:
    if any(one.rule == "proposal_changed" for one in refused):
        raise Conflict(refused[0].detail)
    if refused:
        errors = [{"pointer": "/choices", "detail": one.detail} for one in refused]
        raise Invalid("Some choices answer nothing that is asked; see errors.", errors=errors)
