"""Members of a team, as they come in and are shown."""

from datetime import date
from uuid import UUID

from pydantic import ConfigDict, Field

from coaching.common.schemas import Answer, Body
from coaching.engagements import examples
from coaching.engagements.rules.members import MemberState, Role
from coaching.engagements.rules.phases import Side
from shared.http.examples import example
from shared.http.fields import Day


class NewMember(Body):
    """Somebody of your district who is to be in its team."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_MEMBER))

    person_id: UUID = Field(description="of a person of your district, in rostering")
    coach_id: UUID | None = Field(
        default=None, description="where they coach; whoever is a coach of your district is known as that in any case"
    )
    role: Role
    since: Day | None = Field(default=None, description="their first day; today where nothing is said")
    until: Day | None = Field(default=None, description="the last day that is planned")


class MemberShown(Answer):
    """A member of either team."""

    model_config = ConfigDict(json_schema_extra=example(examples.MEMBER))

    member_id: UUID
    district_id: UUID = Field(description="the district whose person it is")
    side: Side
    person_id: UUID | None = Field(description="for their own district; null to the other")
    coach_id: UUID | None
    role: Role
    since: date
    until: date | None
    left_on: date | None = Field(description="the first day on which they are no member")
    minor: bool = Field(description="whether they count as a student under 18 on this day")
    state: MemberState = Field(
        description="whether they may coach on this day, by what their district tells: active, suspended or left; "
        "guest of who does not coach"
    )
    on: date = Field(description="the day of which this speaks, in the host's calendar")
