"""Districts, clients, tokens and accounts, as routes show them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from partners.common.schemas import Answer, Body, Code, MinimumGroup, Name
from partners.identity import examples
from partners.identity.rules.scopes import KNOWN
from shared.http.examples import example
from shared.http.fields import Flag
from shared.http.schema_rules import present, when
from shared.values.words import SEEN

Scope = Annotated[Code, Field(json_schema_extra={"enum": sorted(KNOWN)})]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=50)]


class TokenAnswer(Answer):
    """RFC 6749, 5.1."""

    model_config = ConfigDict(json_schema_extra=example(examples.TOKEN))

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 (a kind of token)
    expires_in: int = Field(description="seconds")
    scope: str


class TokenError(Answer):
    """RFC 6749, 5.2."""

    model_config = ConfigDict(json_schema_extra=example(examples.TOKEN_REFUSED))

    error: str
    error_description: str


class NewDistrict(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_DISTRICT))

    name: Name
    minimum_group: MinimumGroup = 10


class DistrictChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.DISTRICT_CHANGE))

    name: Name | None = None
    minimum_group: MinimumGroup | None = None


class District(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.DISTRICT))

    district_id: UUID
    name: str
    minimum_group: int = Field(description="learners: no aggregate about fewer of them is disclosed")


class RegisteredDistrict(District):
    """With its administrator client; the secret is shown this once."""

    model_config = ConfigDict(json_schema_extra=example(examples.REGISTERED_DISTRICT))

    client_id: UUID
    client_secret: str | None = None


class NewClient(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.NEW_CLIENT))

    name: Name
    scopes: Scopes


class ClientChange(Body):
    """What is left out stays."""

    model_config = ConfigDict(json_schema_extra=example(examples.CLIENT_CHANGE))

    name: Name | None = None
    scopes: Scopes | None = None
    active: Flag | None = None


class Secret(Answer):
    """A client's secret, without the secret."""

    model_config = ConfigDict(json_schema_extra=example(examples.SECRET))

    secret_id: UUID
    created_at: datetime
    expires_at: datetime | None = None


class Client(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.CLIENT))

    client_id: UUID
    name: str
    scopes: list[str]
    active: bool
    created_at: datetime


class ClientWithSecrets(Client):
    model_config = ConfigDict(json_schema_extra=example(examples.CLIENT_WITH_SECRETS))

    secrets: list[Secret]


class NewClientAnswer(Client):
    """The secret is shown this once; the same request repeated gives none."""

    model_config = ConfigDict(json_schema_extra=example(examples.CLIENT_WITH_NEW_SECRET))

    client_secret: str | None = None


class NewSecretAnswer(Secret):
    """The secret is shown this once; the same request repeated gives none."""

    model_config = ConfigDict(json_schema_extra=example(examples.NEW_SECRET))

    client_secret: str | None = None


class SecretExpiry(Body):
    model_config = ConfigDict(json_schema_extra=example(examples.SECRET_EXPIRY))

    after_seconds: Annotated[int, Field(ge=0, le=30 * 24 * 3600, strict=True)] = Field(
        default=0, description="how long the secret is still taken"
    )


PersonRole = Literal["learner", "family", "educator", "leader", "operator"]


OF_ROSTERING: tuple[PersonRole, ...] = ("learner", "family", "educator")
"""Those who are people in rostering."""


UserName = Annotated[
    str, StringConstraints(min_length=3, max_length=200, pattern=rf"^{SEEN}+$"), Field(description="no spaces")
]


class NewAccount(Body):
    model_config = ConfigDict(
        json_schema_extra=when({"role": OF_ROSTERING}, present("person_id")) | example(examples.NEW_ACCOUNT)
    )

    user_name: UserName
    role: PersonRole
    person_id: UUID | None = Field(default=None, description="rostering's id; learners, families, educators need one")


class AccountChange(Body):
    """What is left out stays. A learner, a family and an educator are a person of rostering, before or with this."""

    model_config = ConfigDict(json_schema_extra=example(examples.ACCOUNT_CHANGE))

    role: PersonRole | None = None
    person_id: UUID | None = None
    active: Flag | None = None


class Account(Answer):
    model_config = ConfigDict(json_schema_extra=example(examples.ACCOUNT))

    account_id: UUID
    user_name: str
    role: PersonRole
    person_id: UUID | None = None
    active: bool
    must_change: bool = Field(description="the next sign-in asks for a new password")
    created_at: datetime


class AccountWithPassword(Account):
    """The one-time password is shown this once; the same request repeated gives none."""

    model_config = ConfigDict(json_schema_extra=example(examples.ACCOUNT_WITH_PASSWORD))

    one_time_password: str | None = None
