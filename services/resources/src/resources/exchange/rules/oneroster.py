"""What a district has adopted, as resources of OneRoster 1.2 (Resources service): the bodies and the errors.

Of the fields of a resource the standard asks for four: sourcedId, status, dateLastModified and vendorResourceId. What
is not known is left out, for a strict reader refuses an empty text. An adoption that has ended stays to be seen as
`tobedeleted`, so that who asks only for what has changed learns of it; who asks for all is not shown it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from resources.items.rules.content import ItemKind
from shared.ims.query import Fault, Fields, Query
from shared.ims.selection import Page, select
from shared.values.json_types import JsonObject

RESOURCE = Fields(
    called="a resource",
    key="sourcedId",
    known=frozenset(
        {
            "sourcedId", "status", "dateLastModified", "title", "roles", "importance", "vendorResourceId", "vendorId",
            "applicationId",
        }
    ),
    moments=frozenset({"dateLastModified"}),
)  # fmt: skip

_FOR_LEARNERS = frozenset({ItemKind.VIDEO, ItemKind.TOOL, ItemKind.LINK})
"""What learners are sent to themselves. All else may hold answers, or is for who teaches."""
_SHOWS_ENDED = frozenset({"status", "dateLastModified"})


class CodeMinor(StrEnum):
    """The vocabulary of `imsx_codeMinorFieldValue`, as far as reading needs it."""

    FORBIDDEN = "forbidden"
    INTERNAL_SERVER_ERROR = "internal_server_error"
    INVALID_DATA = "invaliddata"
    INVALID_FILTER_FIELD = "invalid_filter_field"
    INVALID_SELECTION_FIELD = "invalid_selection_field"
    INVALID_SORT_FIELD = "invalid_sort_field"
    SERVER_BUSY = "server_busy"
    UNAUTHORISED_REQUEST = "unauthorisedrequest"
    UNKNOWN_OBJECT = "unknownobject"


CODE_OF: Mapping[Fault, CodeMinor] = {
    Fault.FILTER: CodeMinor.INVALID_FILTER_FIELD,
    Fault.SELECTION: CodeMinor.INVALID_SELECTION_FIELD,
    Fault.SORT: CodeMinor.INVALID_SORT_FIELD,
    Fault.PAGE: CodeMinor.INVALID_DATA,
}


@dataclass(frozen=True, slots=True)
class AdoptedItem:
    """What a district has adopted. `is_core`: the version that it uses teaches or assesses something of a framework;
    what merely supports is secondary. The moment has a time zone.
    """

    adoption_id: UUID
    item_id: UUID
    title: str
    kind: ItemKind
    is_core: bool
    has_ended: bool
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Vendor:
    """Who offers the resources: `vendor_id` is given by 1EdTech with a certification; None: there is none yet."""

    application_id: str
    vendor_id: str | None = None


def resource(one: AdoptedItem, vendor: Vendor) -> JsonObject:
    """Returns the body of a resource."""
    moment = one.changed_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body: JsonObject = {
        "sourcedId": str(one.adoption_id),
        "status": "tobedeleted" if one.has_ended else "active",
        "dateLastModified": moment,
        "title": one.title,
        "roles": ["student", "teacher"] if one.kind in _FOR_LEARNERS else ["teacher"],
        "importance": "primary" if one.is_core else "secondary",
        "vendorResourceId": str(one.item_id),
        "applicationId": vendor.application_id,
    }
    return body if vendor.vendor_id is None else {**body, "vendorId": vendor.vendor_id}


def select_resources(items: Sequence[AdoptedItem], query: Query, vendor: Vendor) -> Page:
    """Returns the page of resources that a query asks for. Raises QueryRefused as `read_query` does."""
    asked = {condition.field[0] for condition in query.filter.conditions} if query.filter is not None else set()
    shown = [one for one in items if not one.has_ended or asked & _SHOWS_ENDED]
    return select([resource(one, vendor) for one in shown], query, RESOURCE)


def failure(code: CodeMinor, description: str) -> JsonObject:
    """Returns the standard's error body, which spells its own field otherwise than CASE does."""
    field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": code}
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": description,
        "imsx_CodeMinor": {"imsx_codeMinorField": [field]},
    }
