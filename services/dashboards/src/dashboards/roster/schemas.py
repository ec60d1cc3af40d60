"""Classes and schools as the read API names them."""

from uuid import UUID

from pydantic import BaseModel


class ClassSummary(BaseModel):
    class_id: UUID
    title: str
    organisation_id: UUID


class SchoolSummary(BaseModel):
    organisation_id: UUID
    name: str
