"""How files come into a draft.

A browser with scripts sends them to resources itself, by tus, at the one address behind which all services are: it has
the session of the page, the cookie changes things only from our own pages, and no file passes through this service. A
small file also comes by a plain form, which we send on in one piece. What has come is put into the draft by us.
"""

from asyncio import gather
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from dashboards.library.answers import Licence
from dashboards.library.client import API, ResourcesClient, licences
from dashboards.library.desk.answers import FILES, OwnVersion, StoredFile, Upload
from dashboards.library.desk.client import OWN, draft, stored_files
from dashboards.library.desk.usecases.attaching import Json
from dashboards.readiness.client import Outcome, Tagged

UPLOADS = f"{API}/uploads"
_TUS = "1.0.0"


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """A draft with the files of its parts, by the parts' keys."""

    version: Tagged[OwnVersion]
    files: Mapping[UUID, StoredFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """An upload, and the file that it has become."""

    upload: Upload | None = None
    file: StoredFile | None = None
    licences: Mapping[str, Licence] = field(default_factory=dict)


async def draft_files(client: ResourcesClient, item_id: UUID) -> DraftFiles:
    version = await draft(client, item_id)
    return DraftFiles(version, await stored_files(client, version.answer.content) if version.answer else {})


async def arrived(client: ResourcesClient, upload_id: UUID) -> Arrived:
    """Raises a 404 for an upload of somebody else's."""
    upload, known = await gather(client.fetch(Upload, f"{UPLOADS}/{upload_id}"), licences(client))
    if upload.answer is None or upload.answer.file_id is None:
        return Arrived(upload.answer, None, known)
    file = await client.fetch(StoredFile, f"{FILES}/{upload.answer.file_id}")
    return Arrived(upload.answer if file.answer else None, file.answer, known)


async def send_file(client: ResourcesClient, name: str, data: bytes) -> Outcome:
    """Uploads a whole file. What was done leads to where the upload is."""
    headers = {
        "Tus-Resumable": _TUS, "Upload-Length": str(len(data)), "Content-Type": "application/offset+octet-stream",
        "Upload-Metadata": f"filename {b64encode(name.encode()).decode()}",
    }  # fmt: skip
    return await client.send("POST", UPLOADS, data, headers=headers)


async def save_draft(client: ResourcesClient, item_id: UUID, version: Tagged[OwnVersion], content: Json) -> Outcome:
    """Saves what was made of this draft, unless somebody has changed it meanwhile."""
    return await client.send("PUT", f"{OWN}/{item_id}/draft", content, headers={"If-Match": version.etag})
