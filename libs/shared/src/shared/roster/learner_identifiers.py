"""Whose id it is: what a district's systems call its learners, as rostering's events tell, for every service that keeps
it in a table `learner_identifier`.

An id means one learner at a time, and may pass from one to another (ADR 0006). The two are told of by two keys, which
are read in any order. So each row says of which moment its word is, and the later word stands: rostering changes a
district's roster one change after the other, so that the moments at which its events occurred are in the order of the
changes. A publisher that was restored from a backup is right against all that it said before.
"""

from collections.abc import Sequence
from uuid import UUID

from shared.contracts.rostering import PersonChanged
from shared.db.query import Command, Transaction
from shared.events.event import Received

_SAID = """unnest(cast(:sources as text[]), cast(:sourced_ids as text[]), cast(:owners as uuid[]),
  cast(:owners_incarnations as int[]), cast(:owners_moments as timestamptz[]))
  as said(source, sourced_id, learner_id, incarnation, told_at)"""
_GIVE_UP = Command(f"""
delete from learner_identifier i
using unnest(cast(:people as uuid[]), cast(:incarnations as int[]), cast(:moments as timestamptz[]))
  as word(person_id, incarnation, told_at)
where i.district_id = :district_id and i.learner_id = word.person_id
  and (i.incarnation, i.told_at) < (word.incarnation, word.told_at)
  and not exists (select from {_SAID}
    where said.source = i.source and said.sourced_id = i.sourced_id and said.learner_id = i.learner_id)
""")  # noqa: S608
_TAKE = Command(f"""
insert into learner_identifier as i (district_id, source, sourced_id, learner_id, incarnation, told_at)
select distinct on (said.source, said.sourced_id) cast(:district_id as uuid), said.source, said.sourced_id,
  said.learner_id, said.incarnation, said.told_at
from {_SAID}
order by said.source, said.sourced_id, said.incarnation desc, said.told_at desc
on conflict (district_id, source, sourced_id) do update
set learner_id = excluded.learner_id, incarnation = excluded.incarnation, told_at = excluded.told_at
where (i.incarnation, i.told_at) < (excluded.incarnation, excluded.told_at)
""")  # noqa: S608


async def keep_learner_identifiers(
    session: Transaction, district_id: UUID, events: Sequence[Received[PersonChanged]]
) -> None:
    """Make these what the learners are called, as far as nothing later is known; who learns no longer is called
    nothing. Of one person the events are in order.
    """
    newest = {event.data.person_id: event for event in events}
    said = [
        (one.source, one.sourced_id, event)
        for event in newest.values()
        if "learner" in event.data.roles
        for one in event.data.identifiers
    ]
    parameters = {
        "district_id": district_id,
        "sources": [source for source, _, _ in said],
        "sourced_ids": [sourced_id for _, sourced_id, _ in said],
        "owners": [event.data.person_id for _, _, event in said],
        "owners_incarnations": [event.incarnation for _, _, event in said],
        "owners_moments": [event.occurred_at for _, _, event in said],
    }
    words = {
        "people": list(newest),
        "incarnations": [event.incarnation for event in newest.values()],
        "moments": [event.occurred_at for event in newest.values()],
    }
    await _GIVE_UP.run(session, **parameters, **words)
    if said:
        await _TAKE.run(session, **parameters)
