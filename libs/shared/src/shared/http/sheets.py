"""Spreadsheets as requests carry them: CSV in UTF-8, or in the encoding that the request declares; and workbooks."""

from email.message import Message

from fastapi import Request

from shared.errors import Malformed, WrongMediaType

_MEDIA = ("text/csv", "text/plain", "application/vnd.ms-excel", "application/octet-stream")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UTF_8 = ("utf-8", "utf8", "us-ascii")
_WESTERN = ("windows-1252", "cp1252", "iso-8859-1", "latin1")


def csv_body(example: str, *others: str) -> dict[str, object]:
    """Returns what the document says of a body that is a sheet, or of one of `others`: for `openapi_extra`."""
    content: dict[str, object] = {"text/csv": {"schema": {"type": "string", "minLength": 1}, "example": example}}
    content |= {one: {"schema": {"type": "string", "format": "binary"}, "example": "PK"} for one in others}
    return {"requestBody": {"required": True, "content": content}}


async def sheet_of(request: Request, *, or_workbook: bool = False) -> bytes:
    """Returns the sheet in UTF-8, or a workbook as it is where one may come. An encoding is never guessed: another one
    is declared, as older programs' is by `text/csv; charset=windows-1252`. Raises a 415 for another medium or encoding.
    """
    declared = Message()
    declared["content-type"] = request.headers.get("content-type", "text/csv")
    if or_workbook and declared.get_content_type() == WORKBOOK:
        return await request.body()
    if declared.get_content_type() not in _MEDIA:
        raise WrongMediaType("The body must be CSV: send Content-Type: text/csv.")
    charset = str(declared.get_content_charset("utf-8"))
    raw = await request.body()
    if charset in _UTF_8:
        return raw
    if charset not in _WESTERN:
        raise WrongMediaType("Save the sheet as CSV UTF-8, or declare charset=windows-1252 where it is that.")
    try:
        # What calls itself ISO 8859-1 is windows-1252, as browsers take it.
        return raw.decode("windows-1252").encode()
    except UnicodeDecodeError as error:
        raise Malformed(f"The sheet is not {charset} (byte {error.start}). Save it as CSV UTF-8.") from error
