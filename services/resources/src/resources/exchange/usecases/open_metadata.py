"""What an item that is open to everybody says of itself to programs that search."""

from uuid import UUID

from resources.exchange.rules.described import FileFacts
from resources.exchange.rules.jsonld import page_document
from resources.exchange.usecases.describing import Place, described_as_published, facts_of
from resources.files.queries.versions import find_version_files
from resources.items.rules.content import Content, PartKind
from resources.items.usecases.reading import SeenVersion
from shared.db.query import Transaction
from shared.errors import NotFound
from shared.values.json_types import JsonObject


async def read_metadata(session: Transaction, seen: SeenVersion, public_url: str) -> JsonObject:
    """Returns a version that anybody may see as a LearningResource of schema.org. Raises a 404 where its item is not
    shown any more.
    """
    record, content = seen.record, seen.content
    if content is None:
        raise NotFound("The item is not shown any more: read the item for why.")
    home = public_url.rstrip("/")
    files = await find_version_files(session, record.item_id, record.version, content.files())
    parts = f"{home}/resources/v1/open-items/{record.item_id}/versions/{record.version}/parts"
    keys = _keys(content)

    def address_of(sha256: str, _: FileFacts) -> str:
        return f"{parts}/{keys[sha256]}/content"

    place = Place(f"{home}/open-library/{record.item_id}", record.owner_id, record.version, record.published_at)
    one = described_as_published(record.item_id, content, facts_of(files), seen.credits, place)
    return page_document(one, address_of)


def _keys(content: Content) -> dict[str, UUID]:
    """The part by which each file is asked for, by SHA-256."""
    return {one.body.source: one.part_key for one in content.parts if one.body.kind == PartKind.FILE}
