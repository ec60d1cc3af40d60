"""Invitations, as routes show them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StrictBool

from readiness.assessments import examples
from readiness.common.rules.roles import Role
from readiness.common.schemas import Answer, Body
from shared.http.examples import example
from shared.http.fields import line
from shared.outgoing.mail.message import LONGEST_ADDRESS, LONGEST_NAME, ensure_address

Language = Annotated[str, line(40)]
MOST_AT_ONCE = 1_000


def _mail_address(text: str) -> str:
    ensure_address(text)
    return text


Address = Annotated[str, line(LONGEST_ADDRESS), AfterValidator(_mail_address)]


class NewInvitation(Body):
    """One rater: by a personal link, which is mailed where there is an address; or a person who signs in."""

    role: Role
    kind: Literal["link", "person"] = "link"
    person_id: UUID | None = None
    address: Address | None = Field(default=None, description="the link is mailed there, and shown to nobody else")
    name: Annotated[str, line(LONGEST_NAME)] | None = Field(
        default=None, description="of the mail's addressee; it is not kept"
    )
    language: Language | None = Field(default=None, description="the instrument's first where it is left out")
    consented: StrictBool = Field(
        default=False, description="of a student: a parent consents to questions of protected topics"
    )


class NewInvitations(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_INVITATIONS))

    invitations: Annotated[list[NewInvitation], Field(min_length=1, max_length=MOST_AT_ONCE)]


class MadeInvitation(Answer):
    """An invitation as it was made. Its secret is shown this once, and not at all where it was mailed."""

    model_config = ConfigDict(json_schema_extra=example(examples.MADE_INVITATION))

    invitation_id: UUID
    role: Role
    kind: Literal["link", "person"]
    person_id: UUID | None
    address: str | None
    secret: str | None
    link: str | None


class MadeInvitations(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.MADE_INVITATIONS))

    invitations: list[MadeInvitation]


class Invitation(Answer):
    """An invitation, as those who invite see it: nothing says whether it was answered."""

    model_config = ConfigDict(json_schema_extra=example(examples.INVITATION))

    invitation_id: UUID
    role: Role
    kind: Literal["link", "person", "paper"]
    person_id: UUID | None
    address: str | None
    language: str
    consented: bool
    revoked: bool
    undelivered: str | None = Field(description="why the mail server refused the last message, where it did")
    entered_as: Literal["paper", "sheet"] | None = Field(description="where a clerk entered the answers")
    entered_by: str | None
