"""Files of a source: one JSON object a line.

Each collection has a path of its own: with the collection as a parameter, `/people/bulk` would be the address of a
person to whoever reads the document.
"""

from typing import Any

from fastapi import APIRouter, Request

from rostering.api.answers import PREFIX, Writer, minting
from rostering.schemas import BulkReport
from rostering.usecases import bulk
from rostering.usecases.kinds import KINDS, Kind
from shared.errors import WrongMediaType
from shared.http.session import Session

BODY_LIMIT = 10_000_000
"""Bytes of a file: 5,000 lines of 2,000."""
MEDIA_TYPE = "application/x-ndjson"
_BODY = {"requestBody": {"required": True, "content": {MEDIA_TYPE: {"schema": {"type": "string", "minLength": 1}}}}}

router = APIRouter(prefix=PREFIX, tags=["bulk"])

body_limits = {f"{PREFIX}/{collection}/bulk": BODY_LIMIT for collection in KINDS}


def _upsert(kind: Kind[Any]) -> None:
    async def upsert(caller: Writer, session: Session, request: Request) -> BulkReport:
        """Add or change up to 5,000 things, each line by its `source` and `sourced_id`. A line that cannot be taken is
        reported and the others are taken; sending the file again changes nothing.
        """
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != MEDIA_TYPE:
            raise WrongMediaType(f"Send {MEDIA_TYPE}: one JSON object a line.")
        file = await request.body()
        return await bulk.upsert(session, caller.district_id, kind, file, minting(request, caller, kind))

    upsert.__name__ = f"upsert_{kind.collection}"
    router.post(f"/{kind.collection}/bulk", openapi_extra=_BODY)(upsert)


for _kind in KINDS.values():
    _upsert(_kind)
