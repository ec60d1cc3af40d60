"""Accounts, as routes show them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from partners.schemas.fields import Answer, Body
from shared.http.fields import Flag
from shared.http.schema_rules import present, when
from shared.values.words import SEEN

PersonRole = Literal["learner", "family", "educator", "leader", "operator"]
OF_ROSTERING: tuple[PersonRole, ...] = ("learner", "family", "educator")
"""Those who are people in rostering."""
UserName = Annotated[
    str, StringConstraints(min_length=3, max_length=200, pattern=rf"^{SEEN}+$"), Field(description="no spaces")
]


class NewAccount(Body):
    model_config = ConfigDict(json_schema_extra=when({"role": OF_ROSTERING}, present("person_id")))

    user_name: UserName
    role: PersonRole
    person_id: UUID | None = Field(default=None, description="rostering's id; learners, families, educators need one")


class AccountChange(Body):
    """What is left out stays. A learner, a family and an educator are a person of rostering, before or with this."""

    role: PersonRole | None = None
    person_id: UUID | None = None
    active: Flag | None = None


class Account(Answer):
    account_id: UUID
    user_name: str
    role: PersonRole
    person_id: UUID | None = None
    active: bool
    must_change: bool = Field(description="the next sign-in asks for a new password")
    created_at: datetime


class AccountWithPassword(Account):
    """The one-time password is shown this once; the same request repeated gives none."""

    one_time_password: str | None = None
