"""Examples of frameworks, their imports, adaptations and CASE records."""

from competency.common.examples import (
    CODE,
    FRAMEWORK,
    ITEM,
    MATCHED_ITEM,
    NEXT_ITEM,
    PARENT_ITEM,
    STATEMENT,
    SYSTEM,
)
from competency.frameworks.rules.case.text import CaseJson

_ORIGINAL = "0198f0b0-4f92-7c05-8e6b-a1d7c30f5e84"
_TITLE = "Riverside Mathematics"
_CASE = "https://trellis.riverside.example/ims/case/v1p1"
_WHEN = "2026-07-20T10:00:00+00:00"

# fmt: off
NEW_FRAMEWORK = {
    "title": _TITLE, "creator": "Riverside School District", "subject": ["Mathematics"], "language": "en",
    "scale_minimum": 0, "scale_maximum": 4, "mastery_score": 3,
}
FRAMEWORK_CHANGE = {"description": "What learners of grades 3 to 5 master in mathematics.", "version": "2026"}
FRAMEWORK_SHOWN = {
    "framework_id": FRAMEWORK,
    "edition": 1,
    "title": _TITLE,
    "items": 48,
    "scale_minimum": 0.0,
    "scale_maximum": 4.0,
    "mastery_score": 3.0,
    "state": "adopted",
    "licence": "adapt",
    "defects_mended": 1,
}
DEFECT = {
    "pointer": "/CFItems/12/fullStatement",
    "found": "two blanks at the end",
    "done": "removed",
    "times": 1,
    "code": "blanks",
}
IMPORT_REPORT = FRAMEWORK_SHOWN | {"changed": True, "removed": 0, "associations": 47, "defects": [DEFECT]}
DEFECT_REPORT = {
    "framework_id": FRAMEWORK,
    "edition": 1,
    "title": _TITLE,
    "imported_at": "2026-07-20T10:00:00Z",
    "by_code": {"blanks": 1},
    "defects": [DEFECT],
}
DEFECT_SHEET = "code,pointer,found,done,times\nblanks,/CFItems/12/fullStatement,two blanks at the end,removed,1\n"
PULL = {"url": "https://case.state.example/ims/case/v1p1/CFPackages/0198f0b0-4f92-7c05-8e6b-a1d7c30f5e84"}
IMPORT = {
    "import_id": "0198f0b5-e6d1-7a82-9c37-05f4b8e2d160",
    "state": "done",
    "size": 183402,
    "items": 48,
    "read": 48,
    "normalised": 48,
    "kept": 48,
    "queued_at": "2026-07-20T09:59:57Z",
    "started_at": "2026-07-20T09:59:58Z",
    "finished_at": "2026-07-20T10:00:00Z",
    "report": IMPORT_REPORT,
    "problem": None,
}
FRAMEWORK_SHEET = (
    "code,parent,statement,type\n"
    "MATH.4.NF,,Number and operations: fractions,Domain\n"
    f"{CODE},MATH.4.NF,{STATEMENT},Standard\n"
)
SHEET_REPORT = FRAMEWORK_SHOWN | {
    "changed": True,
    "removed": 0,
    "refused": 1,
    "problems": [{"line": 14, "column": "statement", "problem": "there is no statement", "refused": True}],
}
NEW_ITEM = {"full_statement": STATEMENT, "human_coding_scheme": CODE, "parent_id": PARENT_ITEM}
ITEM_CHANGE = {"abbreviated_statement": "Compare fractions", "education_level": ["04"]}
MOVE = {"parent_id": PARENT_ITEM, "before": NEXT_ITEM}
PREREQUISITES = {"items": [ITEM]}
LEVELS = {
    "levels": [
        {"label": "Beginning", "value": 1}, {"label": "Developing", "value": 2}, {"label": "Proficient", "value": 3},
    ],
}
ITEM_REMOVED = {"item_id": ITEM, "outcome": "retired", "version": 7}
EDITION = {"edition": 1, "imported_at": "2026-07-20T10:00:00Z", "items": 48, "defects": 1}
ITEM_NAMED = {"item_id": ITEM, "statement": STATEMENT, "coding_scheme": CODE}
_REWORDED = {"field": "fullStatement", "old": "Compare two fractions", "new": STATEMENT}
DIFF = {
    "framework_id": FRAMEWORK,
    "old_edition": 1,
    "new_edition": 2,
    "document": [],
    "added": [],
    "removed": [],
    "changed": [
        ITEM_NAMED | {
            "old_item_id": ITEM, "fields": [_REWORDED], "moved": False, "old_parent": None, "new_parent": None,
        },
    ],
    "same": 47,
    "associations_added": 0,
    "associations_removed": 0,
}
ADAPTATION = {"creator": "Riverside School District", "title": _TITLE}
LINEAGE = {
    "framework_id": FRAMEWORK,
    "original_id": _ORIGINAL,
    "original_title": "State Mathematics Standards",
    "original_edition": 1,
    "newest_edition": 2,
    "kept": 0.98,
    "counts": {"same": 47, "changed": 1, "added": 0, "dropped": 0},
    "items": [
        {
            "fate": "changed", "original": ITEM_NAMED | {"item_id": MATCHED_ITEM}, "own": ITEM_NAMED,
            "fields": [_REWORDED], "moved": False,
        },
    ],
}
UPDATES = {
    "framework_id": FRAMEWORK,
    "base_edition": 1,
    "edition": 2,
    "offers": [
        {
            "kind": "change",
            "item": ITEM_NAMED | {"item_id": MATCHED_ITEM},
            "own": ITEM_NAMED,
            "fields": [
                {"field": "notes", "base": None, "theirs": "Limited to 2 to 12.", "own": None, "conflict": False},
            ],
            "moved": False,
            "conflict": False,
            "dropped": False,
        },
    ],
}
ACCEPTANCE = {"edition": 2, "items": [MATCHED_ITEM]}
NEW_MATCH = {"origin_item_id": ITEM, "destination_item_id": MATCHED_ITEM, "match_type": "exactMatchOf"}
MATCH = NEW_MATCH | {
    "match_id": "0198f0c4-83d6-7b29-a5e0-4f1c7d926b38",
    "proposed_by": SYSTEM,
    "proposed_at": "2026-08-03T12:00:00Z",
    "confirmed_by": None,
    "confirmed_at": None,
    "withdrawn_at": None,
    "carries_mastery": False,
}


def _record(kind: str, identifier: str, **fields: object) -> CaseJson:
    """Returns a record of CASE 1.1."""
    return {"identifier": identifier, "uri": f"{_CASE}/{kind}/{identifier}", "lastChangeDateTime": _WHEN} | fields


def _link(title: str, kind: str, identifier: str) -> dict[str, str]:
    return {"title": title, "identifier": identifier, "uri": f"{_CASE}/{kind}/{identifier}"}


_DOCUMENT = _record(
    "CFDocuments", FRAMEWORK, title=_TITLE, creator="Riverside School District", adoptionStatus="Adopted",
    CFPackageURI=_link(_TITLE, "CFPackages", FRAMEWORK),
)
_ITEM = _record(
    "CFItems", ITEM, fullStatement=STATEMENT, humanCodingScheme=CODE, CFItemType="Standard",
    CFDocumentURI=_link(_TITLE, "CFDocuments", FRAMEWORK),
)
_ASSOCIATION = _record(
    "CFAssociations", "0198f0b6-0b17-7e30-94c8-d2a6f15b7e09", associationType="isChildOf", sequenceNumber=1,
    originNodeURI=_link(STATEMENT, "CFItems", ITEM),
    destinationNodeURI=_link(_TITLE, "CFDocuments", FRAMEWORK),
    CFDocumentURI=_link(_TITLE, "CFDocuments", FRAMEWORK),
)
_OF_PACKAGE = ("CFDocumentURI", "CFPackageURI")
"""What records in a package do without: all of them belong to its document."""


def _within(record: CaseJson) -> CaseJson:
    return {name: value for name, value in record.items() if name not in _OF_PACKAGE}


PACKAGE = {
    "CFDocument": _within(_DOCUMENT),
    "CFItems": [_within(_ITEM)],
    "CFAssociations": [_within(_ASSOCIATION)],
}
ITEM_ASSOCIATIONS = {"CFItem": _ITEM, "CFAssociations": [_ASSOCIATION]}
RECORDS = {
    "CFDocuments": _DOCUMENT,
    "CFItems": _ITEM,
    "CFAssociations": _ASSOCIATION,
    "CFAssociationGroupings": _record(
        "CFAssociationGroupings", "0198f0b6-0b20-7a14-8d63-e90b5c2f7a81", title="Progression of fractions",
    ),
    "CFConcepts": _record(
        "CFConcepts", "0198f0b6-0b21-7f47-b9e5-38c1d6a0f274", title="Fractions", hierarchyCode="1", keywords="fraction",
    ),
    "CFItemTypes": _record(
        "CFItemTypes", "0198f0b6-0b22-7d5b-82fa-6e4c07b9d135", title="Standard", typeCode="S", hierarchyCode="1",
        description="What a learner masters",
    ),
    "CFLicenses": _record(
        "CFLicenses", "0198f0b6-0b23-7c68-9037-f1d5e2a84b6c", title="CC BY 4.0",
        licenseText="https://creativecommons.org/licenses/by/4.0/",
    ),
    "CFRubrics": _record(
        "CFRubrics", "0198f0b6-0b24-7e79-a64d-05b8c3f17d92", title="Comparing fractions", CFRubricCriteria=[],
    ),
    "CFSubjects": _record(
        "CFSubjects", "0198f0b6-0b25-7b80-8f15-c7e2049d6a3b", title="Mathematics", hierarchyCode="1",
    ),
}
"""A record of each kind, as an answer of its own."""
ITEM_SHOWN = {
    "item_id": ITEM,
    "framework_id": FRAMEWORK,
    "edition": 1,
    "active": True,
    "parent_id": PARENT_ITEM,
    "position": 11,
    "record": _ITEM,
}
DISCOVERY_DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Competencies and Academic Standards Exchange (CASE) Service", "version": "1.1"},
    "servers": [{"url": _CASE}],
    "paths": {},
    "components": {"securitySchemes": {}},
}
