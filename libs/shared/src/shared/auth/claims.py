"""What an access token says, read strictly: whatever does not fit is no token of ours, however well it is signed."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.settings import AuthSettings

Role = Literal["system", "learner", "family", "educator", "leader", "operator"]

_LONGEST = 1000  # characters of a name in a token

Name = Annotated[str, Field(min_length=1, max_length=_LONGEST, pattern="^[^\0]+$")]
Scope = Annotated[str, Field(pattern="^[ -~]*$")]
"""RFC 6749, 3.3: printable ASCII, with spaces between."""
Instant = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""Seconds since 1970 (RFC 7519, NumericDate)."""
Id = Annotated[UUID, Field(strict=False)]
"""JSON has no UUIDs: they come as strings."""


class AccessClaims(BaseModel):
    """RFC 9068, with the district, the role and, for people, the person. Claims that we do not know are passed over, as
    RFC 7519 wants it.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")

    iss: str
    aud: str | list[str]
    sub: Name
    exp: Instant
    iat: Instant | None = None
    nbf: Instant | None = None
    district_id: Id
    role: Role
    scope: Scope = ""
    person_id: Id | None = None

    def require(self, settings: AuthSettings, now: float) -> None:
        """Raises a ValueError where it is not for here, or not for now."""
        audiences = [self.aud] if isinstance(self.aud, str) else self.aud
        if self.iss != settings.issuer or settings.audience not in audiences:
            raise ValueError("another issuer's, or for another audience")
        if self.exp + settings.leeway_seconds < now:
            raise ValueError("expired")
        if max(self.nbf or 0, self.iat or 0) > now + settings.leeway_seconds:
            raise ValueError("of the future")
