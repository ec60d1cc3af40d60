"""Who verifies an assessment and what of it, as routes show it."""

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from readiness.assessments.schemas.answering import Key
from readiness.common.schemas import Answer, Body
from readiness.scoring import examples
from shared.http.examples import example
from shared.http.fields import line


class ReviewTerms(Body):
    """Who reads what raters gave, and which questions they verify by it. Names are not kept."""

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEW_TERMS))

    reviewers: Annotated[list[Annotated[str, line(200)]], Field(max_length=50)] = Field(
        description="accounts and clients by their ids, as access tokens name them"
    )
    questions: Annotated[list[Key], Field(max_length=500)] = Field(
        description="keys of questions that are scored or ask for evidence"
    )


class ReviewOut(Answer):
    """Who verifies an assessment, and what of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.REVIEW))

    reviewers: list[str]
    questions: list[str]
    named_by: str | None = Field(description="the client or account that named them; null where nobody is named")
    named_on: date | None
    version: int = Field(description="its ETag, 0 where nobody has been named yet")
