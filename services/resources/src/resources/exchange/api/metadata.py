"""`/resources/v1/open-items/{item_id}/json-ld`: what an open item says of itself to programs that search."""

from uuid import UUID

from fastapi import APIRouter, Response

from resources.exchange import examples
from resources.exchange.rules.jsonld import as_script
from resources.exchange.usecases.open_metadata import read_metadata
from resources.files.context import InContext
from resources.items.api.published import KEPT, OPEN
from resources.items.usecases.reading import read_published
from shared.auth.dependencies import Public
from shared.http.response_headers import headers
from shared.http.session import UntenantedSession
from shared.http.unchanged import UNCHANGED, IfNoneMatch, has

JSON_LD = "application/ld+json"
router = APIRouter(tags=["exchange"])


@router.get(
    OPEN + "/{item_id}/json-ld",
    dependencies=[Public],
    response_class=Response,
    responses={
        200: {
            "content": {JSON_LD: {"schema": {"type": "object"}, "example": examples.JSON_LD}},
            "headers": headers("ETag", "Cache-Control"),
        },
        304: UNCHANGED,
    },
)
async def get_open_item_metadata(
    item_id: UUID, session: UntenantedSession, context: InContext, if_none_match: IfNoneMatch = None
) -> Response:
    """Get what an open item says to programs.

    Answers the newest version that anybody may see as JSON-LD, in the words of schema.org and LRMI, such that it may
    stand in a page as it is. Public; it may be kept for five minutes, and `If-None-Match` with its ETag is answered
    304.
    """
    seen = await read_published(session, None, item_id, None)
    document = await read_metadata(session, seen, context.platform.http.public_url)
    tag = f'"{seen.record.content_hash[:32]}-ld-{seen.record.version}"'
    sent = {"ETag": tag, "Cache-Control": KEPT}
    if has(if_none_match, tag):
        return Response(status_code=304, headers=sent)
    return Response(as_script(document), media_type=JSON_LD, headers=sent)
