"""Files of a source: one JSON object a line."""

from fastapi import APIRouter, Request

from rostering.api.answers import PREFIX, Writer, minting
from rostering.schemas import BulkReport, Collection
from rostering.usecases import bulk
from rostering.usecases.kinds import KINDS
from shared.errors import WrongMediaType
from shared.session import Session

BODY_LIMIT = 10_000_000
"""Bytes of a file: 5,000 lines of 2,000."""
MEDIA_TYPE = "application/x-ndjson"

router = APIRouter(prefix=PREFIX, tags=["bulk"])

body_limits = {f"{PREFIX}/{collection}/bulk": BODY_LIMIT for collection in KINDS}


@router.post(
    "/{collection}/bulk",
    openapi_extra={"requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def upsert(collection: Collection, caller: Writer, session: Session, request: Request) -> BulkReport:
    """Add or change up to 5,000 things, each line by its `source` and `sourced_id`. A line that cannot be taken is
    reported and the others are taken; sending the file again changes nothing.
    """
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != MEDIA_TYPE:
        raise WrongMediaType(f"Send {MEDIA_TYPE}: one JSON object a line.")
    kind = KINDS[collection]
    file = await request.body()
    return await bulk.upsert(session, caller.district_id, kind, file, minting(request, caller, kind))
