"""How adoptions stood before a draft of what was made of them took anything, in SQL: for when it is thrown away."""

from datetime import datetime
from uuid import UUID

from resources.adoptions.rules.merge import NO_INTENTS
from resources.adoptions.schemas.stored import stored_intents
from shared.db.query import Command, Scalar, Transaction

_REMEMBER = Command("""
update adoption
set before = jsonb_build_object('version', version, 'state', state, 'content', content, 'credit', credit,
  'credits', credits, 'base', base, 'own_item_id', own_item_id)
where adoption_id = :adoption_id and before is null
""")
_GO_BACK = Scalar(
    """
    update adoption
    set version = cast(before ->> 'version' as bigint), state = before ->> 'state', content = before -> 'content',
      credit = before -> 'credit', credits = before -> 'credits', base = nullif(before -> 'base', 'null'),
      own_item_id = cast(before ->> 'own_item_id' as uuid),
      intents = case when before ->> 'state' = 'adapted' then intents else cast(:no_intents as jsonb) end,
      revision = revision + 1, changed_at = :at, changed_by = :by, before = null
    where own_item_id = :own_item_id and state = 'adapted' and before is not null
    returning adoption_id
    """,
    UUID,
)
_FORGET = Scalar(
    "update adoption set before = null where own_item_id = :own_item_id and before is not null returning adoption_id",
    UUID,
)
_FILES = Scalar(
    """
    select part ->> 'source' from adoption a, jsonb_array_elements(a.before -> 'content' -> 'parts') part
    where a.adoption_id = :adoption_id and part ->> 'kind' = 'file'
    """,
    str,
)


async def remember_before(session: Transaction, adoption_id: UUID) -> None:
    """Keeps how an adoption stands, unless that of an earlier moment of the same draft is kept."""
    await _REMEMBER.run(session, adoption_id=adoption_id)


async def take_back(session: Transaction, own_item_id: UUID, at: datetime, by: str) -> list[UUID]:
    """Has the adoptions that a draft took something of stand as they did before it; returns which. What was declined
    stays declined.
    """
    return await _GO_BACK.all(session, own_item_id=own_item_id, at=at, by=by, no_intents=stored_intents(NO_INTENTS))


async def settle(session: Transaction, own_item_id: UUID) -> list[UUID]:
    """What a draft took is published, and stays taken; returns of which adoptions it was."""
    return await _FORGET.all(session, own_item_id=own_item_id)


async def find_files_before(session: Transaction, adoption_id: UUID) -> list[str]:
    """Returns the SHA-256 of the files that an adoption held before the draft."""
    return await _FILES.all(session, adoption_id=adoption_id)
