"""A tolerant reader of CASE 1.0 and 1.1 packages: what can be understood is repaired, and each repair is noted.

Nothing is invented. Not one real package passes the strict schema of CASE 1.1, so refusing them would refuse
everybody. Only what cannot be read as a package at all is refused, with `UnreadablePackage`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from competency.frameworks.rules.case.definitions import Definitions
from competency.frameworks.rules.case.fields import Fields, Findings, Shown, Steps, pointer_of, shown
from competency.frameworks.rules.case.identity import NODE, Identifiers
from competency.frameworks.rules.case.text import UnreadablePackage, parse
from competency.frameworks.rules.case.tree import closing_associations
from competency.frameworks.rules.framework import ASSOCIATION_TYPES, Association, DefectCode, Document, Framework, Item
from shared.values.words import is_visible

# A document without a usable identifier gets one under this; changing it would change them all.
_NAMESPACE = UUID("5f1c2a53-8d0e-4c1b-9a77-3c6e0f6a2d41")
_UNKNOWN_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)
_TYPES = {name.lower(): name for name in ASSOCIATION_TYPES}
_EXTENSION_TYPE = re.compile(r"ext:[a-zA-Z0-9.\-_]+")

_ITEM_TEXTS = {
    "alternativeLabel": "alternative_label",
    "CFItemType": "item_type",
    "humanCodingScheme": "human_coding_scheme",
    "listEnumeration": "list_enumeration",
    "abbreviatedStatement": "abbreviated_statement",
    "notes": "notes",
    "language": "language",
}

T = TypeVar("T")


def read_package(raw: bytes) -> Framework:
    """Returns the framework in the bytes of a package; raises UnreadablePackage. The receiver bounds their number.

    A title is what CASE requires, what every real package has, and all that people know a framework by: without one
    it is refused. Without items it is not: a document may be announced before its items are.
    """
    reader = _PackageReader(parse(raw))
    framework = reader.framework()
    reader.ensure_title(framework)
    return framework


def framework_from(package: object) -> Framework:
    """Returns the framework in a package that `case.text.parse` has read; its `warnings` name every repair.

    Raises UnreadablePackage where the value is no package: not an object, without CFDocument, or with
    something else where a list belongs.
    """
    return _PackageReader(package).framework()


class _PackageReader:
    def __init__(self, package: object) -> None:
        self._findings = Findings()
        self._top = _top(self._findings, package)
        self._document_fields = _object(self._top, "CFDocument")
        self._identifiers = Identifiers(_NAMESPACE)
        self._document_identifier = self._identifiers.settle(NODE, self._document_fields)
        self._identifiers.mint_under(self._document_identifier)
        self._changed = self._document_fields.instant("lastChangeDateTime", _UNKNOWN_MOMENT)

    def framework(self) -> Framework:
        # Definitions and items come before what points at them: pointers follow an identifier minted anew.
        definitions = Definitions(self._identifiers, self._changed)
        inner = self._definitions_fields()
        groupings = _all(inner, "CFAssociationGroupings", definitions.grouping)
        item_types = _all(inner, "CFItemTypes", definitions.item_type)
        subjects = _all(inner, "CFSubjects", definitions.subject)
        concepts = _all(inner, "CFConcepts", definitions.concept)
        licenses = _all(inner, "CFLicenses", definitions.license)
        inner.close()
        document = self._document()
        items = _all(self._top, "CFItems", self._item)
        associations = self._associations()
        rubrics = _all(self._top, "CFRubrics", definitions.rubric)
        self._top.close()
        return Framework(
            document=document,
            items=items,
            associations=associations,
            groupings=groupings,
            item_types=item_types,
            subjects=subjects,
            concepts=concepts,
            licenses=licenses,
            rubrics=rubrics,
            warnings=self._findings.defects(),
        )

    def ensure_title(self, framework: Framework) -> None:
        """Raises UnreadablePackage for a document without a title."""
        if is_visible(framework.document.title):
            return
        where = pointer_of((*self._document_fields.steps, "title"))
        if framework.items:
            raise UnreadablePackage(where, "missing: a framework is known by its title; give the document one")
        raise UnreadablePackage(where, "missing, and there are no items: this package holds nothing")

    def _definitions_fields(self) -> Fields:
        found = self._top.take("CFDefinitions")
        if isinstance(found, dict):
            return self._top.within("CFDefinitions", found)
        if found is not None:
            self._top.note("CFDefinitions", DefectCode.WRONG_TYPE, found, "left out: not an object")
        return self._top.within("CFDefinitions", {})

    def _document(self) -> Document:
        fields, link, links = self._document_fields, self._identifiers.link, self._identifiers.links
        document = Document(
            identifier=self._document_identifier,
            uri=fields.uri(),
            last_change=self._changed,
            creator=fields.required_text("creator", "publisher"),
            title=fields.required_text("title"),
            framework_type=fields.text("frameworkType"),
            official_source_url=fields.uri("officialSourceURL"),
            publisher=fields.text("publisher"),
            description=fields.text("description"),
            subject=fields.texts("subject"),
            subject_links=links(fields, "subjectURI", "CFSubjects"),
            language=fields.text("language"),
            version=fields.text("version"),
            adoption_status=fields.text("adoptionStatus"),
            status_start=fields.day("statusStartDate"),
            status_end=fields.day("statusEndDate"),
            license=link(fields, "licenseURI", "CFLicenses"),
            notes=fields.text("notes"),
        )
        fields.ignore("caseVersion")  # what we write is 1.1, whatever we read
        fields.leave_out("CFPackageURI", DefectCode.REPEATED, "this is the package")
        fields.close()
        return document

    def _item(self, fields: Fields) -> Item:
        link, links = self._identifiers.link, self._identifiers.links
        item = Item(
            identifier=self._identifiers.settle(NODE, fields),
            uri=fields.uri(),
            last_change=fields.instant("lastChangeDateTime", self._changed),
            full_statement=fields.required_text("fullStatement", "abbreviatedStatement", "humanCodingScheme"),
            item_type_link=link(fields, "CFItemTypeURI", "CFItemTypes"),
            concept_keywords=fields.texts("conceptKeywords"),
            concept_keywords_link=link(fields, "conceptKeywordsURI", "CFConcepts"),
            subject=fields.texts("subject"),
            subject_links=links(fields, "subjectURI", "CFSubjects"),
            education_level=fields.texts("educationLevel", misspelt="educationalLevel"),
            license=link(fields, "licenseURI", "CFLicenses"),
            status_start=fields.day("statusStartDate"),
            status_end=fields.day("statusEndDate"),
            **fields.optional_texts(_ITEM_TEXTS),
        )
        fields.leave_out("CFDocumentURI", DefectCode.REPEATED, "the package names its document once")
        fields.close()
        return item

    def _associations(self) -> tuple[Association, ...]:
        read: list[Association] = []
        listed: list[Steps] = []
        for fields in self._top.objects("CFAssociations"):
            association = self._association(fields)
            if association is not None:
                read.append(association)
                listed.append(fields.steps)
        closing = closing_associations(read)
        for position, path in closing.items():
            self._findings.note(
                listed[position], DefectCode.CYCLE, Shown(path), "left out: it closes a cycle of isChildOf"
            )
        for position, path in closing_associations(read, "precedes").items():
            self._findings.note(
                listed[position], DefectCode.CYCLE, Shown(path), "kept without effect: it closes a cycle of precedes"
            )
        associations = tuple(association for position, association in enumerate(read) if position not in closing)
        self._note_outside(associations)
        return associations

    def _association(self, fields: Fields) -> Association | None:
        association_type = _association_type(fields)
        origin = self._identifiers.node(fields, "originNodeURI")
        destination = self._identifiers.node(fields, "destinationNodeURI")
        if association_type is None or origin is None or destination is None:
            fields.note_here(DefectCode.NO_END, Shown("no type, or an end that points nowhere"), "left out")
            return None
        association = Association(
            identifier=self._identifiers.settle("CFAssociations", fields),
            uri=fields.uri(),
            last_change=fields.instant("lastChangeDateTime", self._changed),
            association_type=association_type,
            origin=origin,
            destination=destination,
            sequence_number=fields.integer("sequenceNumber"),
            grouping=self._identifiers.link(fields, "CFAssociationGroupingURI", "CFAssociationGroupings"),
            notes=fields.text("notes"),
        )
        fields.leave_out("CFDocumentURI", DefectCode.REPEATED, "the package names its document once")
        fields.close()
        return association

    def _note_outside(self, associations: tuple[Association, ...]) -> None:
        knows = self._identifiers.knows_node
        outside = sum(
            not (knows(association.origin.identifier) and knows(association.destination.identifier))
            for association in associations
        )
        if outside:
            found = f"{outside} of {len(associations)} associations have an end outside the package"
            self._top.note("CFAssociations", DefectCode.OUTSIDE, Shown(found), "kept")


def _all(fields: Fields, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
    return tuple(read(inner) for inner in fields.objects(name))


def _top(findings: Findings, package: object) -> Fields:
    if isinstance(package, dict):
        wrapped = package.get("CFPackage")
        if "CFDocument" in package or not isinstance(wrapped, dict):
            return Fields(findings, package)
        steps = ("CFPackage",)
        findings.note(steps, DefectCode.WRAPPED, Shown("a package in a wrapper"), "taken out of its wrapper")
        return Fields(findings, wrapped, steps)
    if isinstance(package, list):
        raise UnreadablePackage("", f"{shown(package)}; packages are read one at a time")
    raise UnreadablePackage("", f"expected an object, found {shown(package)}")


def _object(fields: Fields, name: str) -> Fields:
    found = fields.take(name)
    if not isinstance(found, dict):
        raise UnreadablePackage(pointer_of((*fields.steps, name)), f"expected an object, found {shown(found)}")
    return fields.within(name, found)


def _association_type(fields: Fields) -> str | None:
    found = fields.text("associationType")
    if found is None or found in ASSOCIATION_TYPES or _EXTENSION_TYPE.fullmatch(found):
        return found
    known = _TYPES.get(found.strip().lower())
    kept = known or "ext:" + (re.sub(r"[^a-zA-Z0-9.\-_]", "_", found.strip()) or "_")
    done = "a known type, misspelt" if known else "kept as an extension"
    fields.note("associationType", DefectCode.ASSOCIATION_TYPE, found, done)
    return kept
