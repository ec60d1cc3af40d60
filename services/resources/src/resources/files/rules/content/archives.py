"""Which of the types that are zips inside is it? By what it holds, never by its name."""

from __future__ import annotations

from resources.files.rules.content.directory import Listed, members_of
from resources.files.rules.content.sample import Sample

_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
_MIMETYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
_MACROS = ("vbaproject.bin", "script-lb.xml")


def wrong_with_zip(code: str, sample: Sample) -> str | None:
    """Returns what keeps the bytes from being this type of zip, or None."""
    members = members_of(sample)
    if isinstance(members, str):
        return members
    names = [one.name.lower() for one in members]
    if code != "zip" and any(name.endswith(_MACROS) for name in names):
        return "it holds macros: save it without"
    if code != "zip" and any(one.flags & 1 for one in members):
        return "it is locked with a password: save it without"
    if _inner_type(members, names, sample) != code:
        return "what it holds is something else"
    return None


def _inner_type(members: tuple[Listed, ...], names: list[str], sample: Sample) -> str | None:
    if "[content_types].xml" in names:
        found = [code for name, code in _OFFICE.items() if name in names]
        return found[0] if len(found) == 1 else None
    first = members[0]
    if first.name == "mimetype" and first.starts == 0:
        return _MIMETYPES.get(_stored(first, sample) or b"")
    if "meta-inf/manifest.mf" in names or "androidmanifest.xml" in names:
        return None
    return "zip"


def _stored(member: Listed, sample: Sample) -> bytes | None:
    """The bytes of the first member where they are not compressed, as both OpenDocument and EPUB ask."""
    lengths = sample.at(26, 4)
    if member.method != 0 or lengths is None:
        return None
    start = 30 + int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    return sample.at(start, min(member.size, 200))
