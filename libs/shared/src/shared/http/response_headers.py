"""Headers of answers, and refusals, for the document: a route declares those that are its own.

    @router.get("/{framework_id}", responses=sends("ETag") | refuses(409))

What follows from a dependency (`Link` of a list, `Idempotency-Replayed`) and from a refusal (`Retry-After`) is declared
by `shared.http.openapi`.
"""

from typing import Any

_TEXT = {"type": "string"}

_MEANINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "Accept-Ranges": ("That Range is understood", {"const": "bytes"}),
    "Allow": ("The methods that the path has", _TEXT),
    "Cache-Control": ("How long it may be kept", _TEXT),
    "Content-Disposition": ("The name to keep it under", _TEXT),
    "Content-Range": ("Which bytes of how many these are", _TEXT),
    "ETag": ("The version of what is shown; If-Match takes it", _TEXT),
    "Idempotency-Replayed": ("Sent where the key came before: this is the answer of then", {"const": "true"}),
    "Link": ("The address of the next page, with rel=next; absent on the last", _TEXT),
    "Location": ("Where it is", _TEXT),
    "Preference-Applied": ("Which wish of Prefer was followed", _TEXT),
    "Retry-After": ("In how many seconds to come again", {"type": "string", "pattern": "^[0-9]+$"}),
    "Set-Cookie": ("The cookies of who is signed in, or their end", _TEXT),
    "Tus-Resumable": ("The version of tus that is spoken", {"const": "1.0.0"}),
    "Upload-Expires": ("Until when the rest may come", _TEXT),
    "Upload-Offset": ("How many bytes of the upload count", {"type": "string", "pattern": "^[0-9]+$"}),
    "WWW-Authenticate": ("How to prove who calls", _TEXT),
    "X-Experience-API-Version": ("The version of xAPI that the answer speaks", _TEXT),
    "X-Total-Count": ("How many there are in all", {"type": "string", "pattern": "^[0-9]+$"}),
}


def header(name: str, *, required: bool = True) -> dict[str, Any]:
    """The header as the document describes it."""
    description, schema = _MEANINGS[name]
    return {"description": description, "schema": schema} | ({"required": True} if required else {})


def headers(*names: str, perhaps: tuple[str, ...] = ()) -> dict[str, dict[str, Any]]:
    """These headers, always there or perhaps."""
    return {name: header(name) for name in names} | {name: header(name, required=False) for name in perhaps}


def sends(*names: str, status: int | str = 200, perhaps: tuple[str, ...] = ()) -> dict[int | str, dict[str, Any]]:
    """For `responses=`: what a route sends with this status. With "default": with whatever it answers."""
    return {status: {"headers": headers(*names, perhaps=perhaps)}}


def refuses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=`: with what a route's use case refuses, where nothing that the route depends on says so."""
    return {status: {} for status in statuses}
