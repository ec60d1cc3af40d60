"""Who may see whom, and who is in a class, on the day that the district's calendar shows."""

from uuid import UUID

from resources.playlists.models import ROSTER_TABLES
from shared.db.query import Scalar, Transaction
from shared.roster.calendars import zone_of
from shared.roster.visibility import Visibility
from shared.values.calendar import today_in

VISIBILITY = Visibility(ROSTER_TABLES, today=today_in(zone_of("cast(:district_id as uuid)")))

_CLASSES = Scalar(
    f"""
    select distinct e.class_id from enrolment e
    where e.person_id = :learner_id and e.role = 'learner' and {VISIBILITY.here("e")}
      and {VISIBILITY.enrolment_counts("e")}
    """,  # noqa: S608
    UUID,
)
_PEOPLE = Scalar("select person_id from person where person_id = any(cast(:person_ids as uuid[]))", UUID)
_KNOWN_CLASSES = Scalar("select class_id from class where class_id = any(cast(:class_ids as uuid[]))", UUID)


async def find_classes_of(session: Transaction, district_id: UUID, learner_id: UUID) -> frozenset[UUID]:
    """Returns the classes in which the learner is enrolled today."""
    return frozenset(await _CLASSES.all(session, district_id=district_id, learner_id=learner_id))


async def find_people(session: Transaction, person_ids: list[UUID]) -> frozenset[UUID]:
    """Returns those of these ids that are of people whom rostering has told of."""
    return frozenset(await _PEOPLE.all(session, person_ids=person_ids))


async def find_classes(session: Transaction, class_ids: list[UUID]) -> frozenset[UUID]:
    """Returns those of these ids that are of classes that rostering has told of."""
    return frozenset(await _KNOWN_CLASSES.all(session, class_ids=class_ids))
