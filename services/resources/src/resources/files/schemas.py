"""Uploads and files as they are shown. Their bytes are no JSON: these come and go as they are."""

from datetime import datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from resources.common.schemas import Answer
from resources.files import examples
from resources.files.rules.file_types import FileKind
from resources.files.rules.scans import Scan
from resources.files.rules.uploads import State
from shared.http.examples import example


class UploadShown(Answer):
    """How far an upload is, and what has become of it."""

    model_config = ConfigDict(json_schema_extra=example(examples.UPLOAD))

    upload_id: UUID
    name: str = Field(description="as the file is kept, which may differ from what was sent")
    state: State
    length: int = Field(description="bytes that it will have")
    received: int = Field(description="bytes of it that have come and count")
    created_at: datetime
    expires_at: datetime | None = Field(description="until when it can go on; none where it has come as a whole")
    problem: str | None = Field(description="why it was refused, and what to do")
    file_id: UUID | None = Field(description="the file that it has become")
    detail: str = Field(description="how it stands, and what to do")


class FileShown(Answer):
    """A file of the district's."""

    model_config = ConfigDict(json_schema_extra=example(examples.FILE))

    file_id: UUID
    name: str
    type: str = Field(description="the code of its type: pdf, png, mp4, …; told by its bytes")
    kind: FileKind
    media_type: str
    size: int = Field(description="in bytes")
    sha256: str = Field(description="in hexadecimal: what a part of an item names it by")
    sent_sha256: str = Field(description="of what was sent: another one where its camera's notes were removed")
    scan: Scan = Field(description="what a look for viruses came to")
    shown_inline: bool = Field(description="whether a page may show it, rather than offer it to be saved")
    uploaded_by: str
    created_at: datetime


class StorageShown(Answer):
    """How much a district stores, in bytes."""

    model_config = ConfigDict(json_schema_extra=example(examples.STORAGE))

    most: int
    used: int = Field(description="by files that are stored")
    reserved: int = Field(description="for uploads that have not ended")
    free: int
