"""What the routes of credentials take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator

from competency.common.schemas import Input, Words
from competency.credentials import examples
from competency.credentials.rules.identity import IdentityType
from competency.credentials.rules.verdict import Name, Outcome, Problem
from shared.http.examples import example
from shared.http.fields import OutsideId, Points
from shared.http.schema_rules import absent, present, when

Kind = Literal["badge", "record"]


class CredentialIn(Input):
    """What to issue: a badge for an item that the learner has mastered, or the record of all they have."""

    model_config = ConfigDict(
        json_schema_extra=when({"kind": ["badge"]}, present("item_id"), absent("item_id"))
        | example(examples.NEW_CREDENTIAL)
    )

    kind: Kind
    item_id: UUID | None = Field(default=None, description="of a badge: its item")


class RevocationIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.REVOCATION))

    reason: Words = Field(description="why, for the learner to read")


class CredentialOut(BaseModel):
    """A credential in its newest issue. Issued anew it keeps its id."""

    model_config = ConfigDict(json_schema_extra=example(examples.CREDENTIAL_SHOWN))

    credential_id: UUID
    learner_id: UUID
    kind: Kind
    item_id: UUID | None
    name: str
    state: Literal["in_force", "revoked"]
    issue: int = Field(description="how many times it has been issued")
    score: Points | None = Field(description="of a badge: what it says was reached")
    level: str | None
    awarded_at: datetime = Field(description="when the learner first held it")
    issued_at: datetime
    issued_by: str
    revoked_at: datetime | None
    reason: str | None = Field(description="of its revocation, as a code")
    words: str | None = Field(description="the same, to read")


class SignedCredentialOut(CredentialOut):
    """The credential with what its holder gives to others: the token holds the salts too."""

    model_config = ConfigDict(json_schema_extra=example(examples.SIGNED_CREDENTIAL))

    token: str = Field(description="the credential as a VC-JWT")


class IssuerKeyOut(BaseModel):
    """A key of the district's: published before it signs, signing, retired (what it signed stays valid), withdrawn."""

    model_config = ConfigDict(json_schema_extra=example(examples.ISSUER_KEY))

    key_id: str
    kid: str = Field(description="its name in the documents, and in what it signed")
    algorithm: str = Field(description="eddsa-rdfc-2022: it proves the badges inside records")
    state: Literal["published", "signing", "retired", "withdrawn"]
    signs_from: datetime
    created_at: datetime
    withdrawn_at: datetime | None


class IssuerOut(BaseModel):
    """The district as an issuer of credentials, and where it publishes its keys."""

    model_config = ConfigDict(json_schema_extra=example(examples.ISSUER))

    did: str
    name: str
    did_document: str
    jwks: str
    keys: list[IssuerKeyOut]


class RotationIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.ROTATION))

    algorithm: Literal["ES256", "RS256", "EdDSA", "eddsa-rdfc-2022"] = Field(
        default="ES256",
        description="RS256 is read by every verifier of Open Badges, ES256 by most; eddsa-rdfc-2022 is that of the "
        "proofs that badges have inside a record, and has keys of its own",
    )


def _as_typed(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    """Checks an id like any other, but returns it in the reader's spelling: another issuer may have hashed that one."""
    handler(value)
    return value


class RecipientIn(Input):
    """Whom the reader takes the holder for: an id that the reader has for them."""

    identifier: Annotated[OutsideId, WrapValidator(_as_typed)] = Field(description="as the reader has it")
    identity_type: IdentityType = "sourcedId"


class VerifyIn(Input):
    model_config = ConfigDict(json_schema_extra=example(examples.TO_VERIFY))

    credential: str = Field(min_length=1, pattern=r"^[^\x00]*$", description="a badge or a record as a VC-JWT")
    recipient: RecipientIn | None = Field(default=None, description="ask whether it is about this person")


class CheckOut(BaseModel):
    """`problem` says which failure it is, `words` says it to people."""

    name: Name
    outcome: Outcome
    problem: Problem | None
    words: str


class ShownAchievement(BaseModel):
    """What was achieved, as the credential says."""

    name: str
    description: str | None
    criteria: str | None
    code: str | None
    framework: str | None
    level: str | None
    score: str | None
    awarded_at: str | None


class ShownCredential(BaseModel):
    """What the credential says, to be shown to people. It holds nothing of the learner: who they are is between the
    holder and the reader.
    """

    id: str
    kind: Kind
    name: str | None
    issuer: str
    issuer_name: str | None
    valid_from: str | None
    valid_until: str | None
    achievements: list[ShownAchievement]


class VerdictOut(BaseModel):
    """Whether it is good, and every check by name. `credential` is absent where nobody has signed what it says."""

    model_config = ConfigDict(json_schema_extra=example(examples.VERDICT))

    good: bool
    words: str
    problems: list[Problem]
    checks: list[CheckOut]
    about_recipient: bool | None = Field(description="whether it is about the person asked for; none: nobody was")
    credential: ShownCredential | None
