"""What competency knows of frameworks and their items."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Path, Query

from dashboards.common.client import Competency, RemoteResult
from dashboards.frameworks.answers import CaseRelations, Difference, Editions, ImportReport, Lineage
from shared.http.fields import WHOLE

_FRAMEWORKS = "/competency/v1/frameworks"


async def case_item(competency: Competency, item_id: UUID) -> RemoteResult[CaseRelations]:
    return await competency.fetch_optional(CaseRelations, f"/ims/case/v1p1/CFItemAssociations/{item_id}")


async def editions(competency: Competency, framework_id: UUID) -> RemoteResult[Editions]:
    return await competency.fetch(Editions, f"{_FRAMEWORKS}/{framework_id}/editions")


Number = Annotated[int | None, Query(ge=1, le=2**31 - 1), WHOLE]


async def difference(
    competency: Competency, framework_id: UUID, old: Number = None, new: Number = None
) -> RemoteResult[Difference]:
    if old is None or new is None:
        return RemoteResult()
    return await competency.fetch(Difference, f"{_FRAMEWORKS}/{framework_id}/editions/{old}/diff/{new}")


async def import_report(
    competency: Competency, framework_id: UUID, edition: Number = None
) -> RemoteResult[ImportReport]:
    parameters = {} if edition is None else {"edition": str(edition)}
    return await competency.fetch(ImportReport, f"{_FRAMEWORKS}/{framework_id}/import-report", parameters)


async def lineage(competency: Competency, framework_id: Annotated[UUID, Path()]) -> RemoteResult[Lineage]:
    return await competency.fetch_optional(Lineage, f"{_FRAMEWORKS}/{framework_id}/lineage")


CaseDetails = Annotated[RemoteResult[CaseRelations], Depends(case_item)]
AllEditions = Annotated[RemoteResult[Editions], Depends(editions)]
Differing = Annotated[RemoteResult[Difference], Depends(difference)]
Imported = Annotated[RemoteResult[ImportReport], Depends(import_report)]
Descended = Annotated[RemoteResult[Lineage], Depends(lineage)]
