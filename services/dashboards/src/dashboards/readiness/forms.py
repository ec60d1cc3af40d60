"""What somebody typed into a form that is sent without a script."""

import secrets
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from dashboards.common.pages.route import MOST_FIELDS
from shared.http.body import Received


class Fields(dict[str, str]):
    """Words by the name of their field, as they were typed; `chosen` has all of a field that can be chosen more than
    once, and `files` what was uploaded.
    """

    def __init__(self, words: Mapping[str, str], chosen: Mapping[str, list[str]], files: Mapping[str, bytes]) -> None:
        super().__init__(words)
        self.chosen, self.files = chosen, files

    def words(self, name: str) -> str:
        """The field's words on one line, without blanks around them."""
        return " ".join(self.get(name, "").split())

    def prose(self, name: str) -> str:
        """The field's words in their lines; a browser ends each with two characters."""
        return self.get(name, "").replace("\r\n", "\n").strip()

    def number(self, name: str) -> int | None:
        """A whole number from 0 on, plainly written; None for anything else."""
        text = self.get(name, "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


async def _fields(request: Request, _: Received) -> Fields:
    form = await request.form(max_fields=MOST_FIELDS)
    words: dict[str, str] = {}
    chosen: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files[name] = await value.read()
        else:
            words[name] = value
            chosen.setdefault(name, []).append(value)
    return Fields(words, chosen, files)


TypedFields = Annotated[Fields, Depends(_fields)]


def new_key() -> str:
    """An idempotency key for one rendering of a form: sent twice, it has its effect once."""
    return secrets.token_hex(16)
