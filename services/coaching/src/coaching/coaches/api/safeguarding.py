"""`/coaching/v1/safeguarding-people`: whom concerns of a district reach."""

from fastapi import APIRouter, Response

from coaching.coaches.queries.safeguarding import SafeguardingRecord, find_safeguarding
from coaching.coaches.schemas.concerns import SafeguardingPeople, SafeguardingPeopleShown
from coaching.coaches.usecases.concerns import name_people
from coaching.common.api import Reader, Writer
from coaching.common.context import PersonKey
from shared.http.context import Now
from shared.http.editing import ExpectedVersion, etag
from shared.http.response_headers import sends
from shared.http.session import Session

router = APIRouter(prefix="/coaching/v1/safeguarding-people", tags=["concerns"])


@router.get("", responses=sends("ETag"))
async def get_safeguarding_people(caller: Reader, session: Session, response: Response) -> SafeguardingPeopleShown:
    """Get whom concerns reach.

    Answers the people who are named to read your district's concerns. Where nobody was named yet, the ETag is "0".
    """
    return _shown(await find_safeguarding(session, caller.district_id), response)


@router.put("", responses=sends("ETag"))
async def set_safeguarding_people(
    sent: SafeguardingPeople,
    caller: Writer,
    session: Session,
    now: Now,
    expected: ExpectedVersion,
    person_key: PersonKey,
    response: Response,
) -> SafeguardingPeopleShown:
    """Name whom concerns reach.

    Names the people who read your district's concerns, in place of those before, who read none from then on. Who was
    named when stays on record. They need the scope coaching.safeguard besides.
    """
    return _shown(await name_people(session, caller, sent, expected, now, person_key), response)


def _shown(record: SafeguardingRecord, response: Response) -> SafeguardingPeopleShown:
    response.headers["ETag"] = etag(record.version)
    return SafeguardingPeopleShown(person_ids=record.person_ids, named_at=record.named_at)
