"""What is kept of adoptions as JSON, and the rules' own of it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from uuid import UUID

from pydantic import TypeAdapter

from resources.adoptions.rules.credits import Credit, Origin, Taken, credits_of
from resources.adoptions.rules.intents import Declined, Intent, Intents
from resources.adoptions.rules.lineage import Version
from resources.items.rules.content import Content
from resources.items.schemas.credits import Owed
from shared.values.json_types import JsonArray, JsonObject

_INTENTS = TypeAdapter(dict[str, Intent])


def stored_intents(intents: Intents) -> str:
    return json.dumps({"otherwise": intents.otherwise, "at": dict(intents.at)})


def read_intents(kept: JsonObject) -> Intents:
    return Intents(Intent(kept["otherwise"]), _INTENTS.validate_python(kept["at"]))


def stored_declined(declined: Declined) -> str:
    order = None if declined.order is None else [str(one) for one in declined.order]
    return json.dumps({"values": dict(declined.values), "order": order})


def read_declined(kept: JsonObject) -> Declined:
    order = None if kept["order"] is None else tuple(UUID(one) for one in kept["order"])
    return Declined(kept["values"], order)


def owed_for(content: Content, origins: Iterable[Origin]) -> list[Owed]:
    """Returns what a content owes for what was taken, in the form in which readers are told and it is kept."""
    return [
        _owed(one.part_key, Taken(one.credit, one.digest), changed=one.changed) for one in credits_of(content, origins)
    ]


def origins_in(owed: Sequence[Owed]) -> tuple[Origin, ...]:
    """Returns the origins that a published version told of by its credits."""
    return tuple(
        Origin(key, tuple(_taken(one) for one in way)) for key, way in groupby(owed, key=lambda one: one.part_key)
    )


def stored_way(way: Iterable[Taken]) -> str:
    return json.dumps([_owed(None, one, changed=False).model_dump(mode="json") for one in way])


def read_way(kept: JsonArray) -> tuple[Taken, ...]:
    return tuple(_taken(Owed.model_validate(one)) for one in kept)


def stored_credit(credit: Credit) -> str:
    return _owed(None, Taken(credit, ""), changed=False).model_dump_json()


def read_credit(kept: JsonObject) -> Credit:
    return _taken(Owed.model_validate(kept)).credit


def owed_as_taken(credit: Credit, owed: Iterable[Owed]) -> Iterator[Owed]:
    """Yields what is owed for a version that is used as it is: to itself, and to those to whom it owes."""
    yield _owed(None, Taken(credit, ""), changed=False)
    yield from owed


def _owed(part_key: UUID | None, taken: Taken, *, changed: bool) -> Owed:
    credit = taken.credit
    return Owed(
        part_key=part_key,
        item_id=credit.version.item_id,
        version=credit.version.number,
        title=credit.title,
        authors=credit.authors,
        address=credit.address,
        licence=credit.licence,
        licence_address=credit.licence_address,
        taken_at=credit.taken_at,
        changed=changed,
        digest=taken.digest,
    )


def _taken(owed: Owed) -> Taken:
    credit = Credit(
        Version(owed.item_id, owed.version),
        owed.title,
        owed.authors,
        owed.address,
        owed.licence,
        owed.licence_address,
        owed.taken_at,
    )
    return Taken(credit, owed.digest)
