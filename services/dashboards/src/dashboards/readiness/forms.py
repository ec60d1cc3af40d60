"""What somebody typed into a form that is sent without a script."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from markupsafe import Markup
from starlette.datastructures import UploadFile

from dashboards.common.pages.route import MOST_FIELDS
from dashboards.readiness.client import Outcome
from dashboards.readiness.refusals import Said
from shared.http.body import Received

_KEY_LENGTH = 32
"""Of a form's key. A page with several forms puts a letter or a number behind it, which is no part of it."""


class Fields(dict[str, str]):
    """Words by the name of their field, as they were typed; `chosen` has all of a field that can be chosen more than
    once, `files` what was uploaded, and `file_names` how that was called.
    """

    def __init__(
        self,
        words: Mapping[str, str],
        chosen: Mapping[str, list[str]],
        files: Mapping[str, bytes],
        file_names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(words)
        self.chosen, self.files, self.file_names = chosen, files, file_names or {}

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

    def id_of(self, name: str) -> UUID:
        """An id that the page's own form has; what is none is the id of nothing."""
        try:
            return UUID(self.words(name))
        except ValueError:
            return UUID(int=0)


async def _fields(request: Request, _: Received) -> Fields:
    words: dict[str, str] = {}
    chosen: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    file_names: dict[str, str] = {}
    async with request.form(max_fields=MOST_FIELDS) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files[name], file_names[name] = await value.read(), value.filename or ""
            else:
                words[name] = value
                chosen.setdefault(name, []).append(value)
    return Fields(words, chosen, files, file_names)


def with_point(text: str) -> str:
    """A number as it is typed, with a point in place of its comma; readiness says where it is none."""
    return text.replace(",", ".") if text.count(",") == 1 and "." not in text else text


TypedFields = Annotated[Fields, Depends(_fields)]


@dataclass(frozen=True, slots=True)
class Sending:
    """A form that was sent: what was typed, and what became of it. Of one that was not sent yet there is neither."""

    fields: Fields | None = None
    outcome: Outcome | None = None

    @property
    def failed(self) -> bool:
        return self.outcome is not None and not self.outcome.done

    @property
    def status(self) -> int:
        """The page's own status: what readiness refused, or that nobody can tell whether it arrived."""
        if self.outcome is None or self.outcome.done:
            return 200
        return self.outcome.status or 503

    @property
    def key(self) -> str:
        """The idempotency key of the form that is shown now: a new one, but where nobody can tell whether the form that
        was sent arrived the same again, so that it has its effect once.
        """
        if self.fields is not None and self.outcome is not None and self.outcome.status == 0:
            return self.fields.get("key", "")[:_KEY_LENGTH] or new_key()
        return new_key()

    @property
    def typed(self) -> list[tuple[str, str]]:
        """All that was typed, field by field."""
        return [(name, value) for name, values in self.fields.chosen.items() for value in values] if self.fields else []

    def value(self, name: str, standing: object = "") -> str:
        """What the field shows: what was typed, else what stands there."""
        typed = None if self.fields is None else self.fields.get(name, "")
        return str(standing if standing is not None else "") if typed is None else typed

    def ticked(self, name: str, code: str, standing: Sequence[str] = ()) -> bool:
        return code in (standing if self.fields is None else self.fields.chosen.get(name, []))

    def error(self, *pointers: str) -> Markup | None:
        """What is said about these places, each in its language."""
        errors = self.outcome.errors if self.outcome is not None else {}
        return Markup(" ").join(errors[pointer] for pointer in pointers if pointer in errors) or None

    def error_below(self, pointer: str) -> Markup | None:
        """The same about this place and all below it, which have no fields of their own."""
        errors = self.outcome.errors if self.outcome is not None else {}
        return self.error(*(one for one in errors if one == pointer or one.startswith(f"{pointer}/")))

    def others(self, *prefixes: str) -> list[tuple[str, Said]]:
        """What it says about places that none of these prefixes covers."""
        errors = self.outcome.errors if self.outcome is not None else {}
        return [(place, said) for place, said in errors.items() if not prefixes or not place.startswith(prefixes)]


def keyed(fields: Fields) -> dict[str, str]:
    """The headers by which a form that is sent twice has its effect once."""
    key = fields.get("key", "")
    return {"Idempotency-Key": key} if key.isascii() and key.isalnum() and len(key) <= 64 else {}


def matching(fields: Fields) -> dict[str, str]:
    """The headers by which a form changes only the version that its page has shown."""
    etag = fields.get("etag", "")
    return {"If-Match": etag if etag.isascii() and etag.isprintable() and etag else '"0"'}


def new_key() -> str:
    """An idempotency key for one rendering of a form: sent twice, it has its effect once."""
    return secrets.token_hex(_KEY_LENGTH // 2)
