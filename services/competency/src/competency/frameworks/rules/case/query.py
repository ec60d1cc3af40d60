"""What may be asked of `GET /CFDocuments`, and the standard's own answers to what may not.

Source: CASE 1.1 REST binding, section 3. Where it contradicts its own error vocabulary (`invalid_filter_field` in
3.3 is in no schema) the code is one of the vocabulary, so that the error body stays valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from shared.ims.query import Fault, Fields

DOCUMENT = Fields(
    called="a CFDocument",
    key="identifier",
    known=frozenset(
        {
            "identifier", "uri", "frameworkType", "caseVersion", "creator", "title", "lastChangeDateTime",
            "officialSourceURL", "publisher", "description", "subject", "subjectURI", "language", "version",
            "adoptionStatus", "statusStartDate", "statusEndDate", "licenseURI", "notes", "CFPackageURI",
        }
    ),
    moments=frozenset({"lastChangeDateTime"}),
    days=frozenset({"statusStartDate", "statusEndDate"}),
    linked=frozenset({"subjectURI", "licenseURI", "CFPackageURI"}),
)  # fmt: skip


class CodeMinor(StrEnum):
    """The vocabulary of `imsx_codeMinorFieldValue`."""

    FORBIDDEN = "forbidden"
    FULL_SUCCESS = "fullsuccess"
    INTERNAL_SERVER_ERROR = "internal_server_error"
    INVALID_SELECTION_FIELD = "invalid_selection_field"
    INVALID_SORT_FIELD = "invalid_sort_field"
    INVALID_UUID = "invalid_uuid"
    SERVER_BUSY = "server_busy"
    UNAUTHORISED_REQUEST = "unauthorised_request"
    UNKNOWN_OBJECT = "unknownobject"


def code_of(fault: Fault) -> CodeMinor:
    """Returns the code of what is at fault in a query."""
    return CodeMinor.INVALID_SORT_FIELD if fault is Fault.SORT else CodeMinor.INVALID_SELECTION_FIELD


def status_info(code: CodeMinor, description: str) -> Mapping[str, object]:
    """Returns the standard's error body; valid against the official schema for every code."""
    field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": str(code)}
    return {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": description,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
