"""CASE 1.1 as others must be able to read it: valid against the official schemas, no field beyond them.

`base_url` is where we serve CASE, such as https://trellis.example/ims/case/v1p1, without a slash at its
end. A record or link without a URI of its own gets the address under which we serve it. Raises ValueError
for what CASE has no form for: identifiers of other UUID versions than 1 to 5, association types beyond its
vocabulary and `ext:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from competency.rules.framework import (
    ASSOCIATION_TYPES,
    Association,
    Concept,
    Criterion,
    CriterionLevel,
    Document,
    Framework,
    Grouping,
    Item,
    ItemType,
    License,
    Link,
    Node,
    Record,
    Rubric,
    Subject,
)

Json = dict[str, object]

_EXTENSION_TYPE = re.compile(r"ext:[a-zA-Z0-9.\-_]+")


def package(framework: Framework, base_url: str) -> Json:
    """The body of `GET /CFPackages/{id}`: everything in the order of the framework."""
    write = _Writer(base_url, framework.document)
    return {
        "CFDocument": write.document(framework.document),
        "CFItems": [write.item(item) for item in framework.items],
        "CFAssociations": [write.association(association) for association in framework.associations],
        "CFDefinitions": {
            "CFConcepts": [write.concept(concept) for concept in framework.concepts],
            "CFSubjects": [write.subject(subject) for subject in framework.subjects],
            "CFLicenses": [write.license(license_) for license_ in framework.licenses],
            "CFItemTypes": [write.item_type(item_type) for item_type in framework.item_types],
            "CFAssociationGroupings": [write.grouping(grouping) for grouping in framework.groupings],
        },
        "CFRubrics": [write.rubric(rubric) for rubric in framework.rubrics],
    }


def document(framework_document: Document, base_url: str) -> Json:
    """The body of `GET /CFDocuments/{id}`: outside a package a document names its package."""
    write = _Writer(base_url, framework_document)
    identifier = _identifier(framework_document.identifier)
    address = f"{base_url}/CFPackages/{identifier}"
    link = {"title": framework_document.title, "identifier": identifier, "uri": address}
    return {**write.document(framework_document), "CFPackageURI": link}


def item(framework_item: Item, document: Document, base_url: str) -> Json:
    """The body of `GET /CFItems/{id}`: outside a package an item names its document."""
    write = _Writer(base_url, document)
    return {**write.item(framework_item), "CFDocumentURI": write.document_link()}


def association(framework_association: Association, document: Document, base_url: str) -> Json:
    """The body of `GET /CFAssociations/{id}`: outside a package an association names its document."""
    write = _Writer(base_url, document)
    return {**write.association(framework_association), "CFDocumentURI": write.document_link()}


class _Writer:
    def __init__(self, base_url: str, document: Document) -> None:
        self._base_url = base_url
        self._document = document

    def document_link(self) -> Json:
        about = self._document
        return self._link(Link(about.title, about.identifier, about.uri), "CFDocuments")

    def document(self, about: Document) -> Json:
        return self._record("CFDocuments", about) | _present(
            {
                "creator": about.creator,
                "title": about.title,
                "frameworkType": about.framework_type,
                "caseVersion": "1.1",
                "officialSourceURL": about.official_source_url,
                "publisher": about.publisher,
                "description": about.description,
                "subject": list(about.subject),
                "subjectURI": self._links(about.subject_links, "CFSubjects"),
                "language": about.language,
                "version": about.version,
                "adoptionStatus": about.adoption_status,
                "statusStartDate": _day(about.status_start),
                "statusEndDate": _day(about.status_end),
                "licenseURI": self._optional(about.license, "CFLicenses"),
                "notes": about.notes,
            }
        )

    def item(self, about: Item) -> Json:
        return self._record("CFItems", about) | _present(
            {
                "fullStatement": about.full_statement,
                "alternativeLabel": about.alternative_label,
                "CFItemType": about.item_type,
                "CFItemTypeURI": self._optional(about.item_type_link, "CFItemTypes"),
                "humanCodingScheme": about.human_coding_scheme,
                "listEnumeration": about.list_enumeration,
                "abbreviatedStatement": about.abbreviated_statement,
                "conceptKeywords": list(about.concept_keywords),
                "conceptKeywordsURI": self._optional(about.concept_keywords_link, "CFConcepts"),
                "notes": about.notes,
                "subject": list(about.subject),
                "subjectURI": self._links(about.subject_links, "CFSubjects"),
                "language": about.language,
                "educationLevel": list(about.education_level),
                "licenseURI": self._optional(about.license, "CFLicenses"),
                "statusStartDate": _day(about.status_start),
                "statusEndDate": _day(about.status_end),
            }
        )

    def association(self, about: Association) -> Json:
        known = about.association_type in ASSOCIATION_TYPES
        if not known and not _EXTENSION_TYPE.fullmatch(about.association_type):
            raise ValueError(f"CASE has no association type {about.association_type!r}")
        return self._record("CFAssociations", about) | _present(
            {
                "associationType": about.association_type,
                "sequenceNumber": about.sequence_number,
                "originNodeURI": self._node(about.origin),
                "destinationNodeURI": self._node(about.destination),
                "CFAssociationGroupingURI": self._optional(about.grouping, "CFAssociationGroupings"),
                "notes": about.notes,
            }
        )

    def grouping(self, about: Grouping) -> Json:
        fields = {"title": about.title, "description": about.description}
        return self._record("CFAssociationGroupings", about) | _present(fields)

    def item_type(self, about: ItemType) -> Json:
        return self._record("CFItemTypes", about) | _present(
            {
                "title": about.title,
                "description": about.description,
                "hierarchyCode": about.hierarchy_code,
                "typeCode": about.type_code,
            }
        )

    def subject(self, about: Subject) -> Json:
        return self._record("CFSubjects", about) | _present(
            {"title": about.title, "hierarchyCode": about.hierarchy_code, "description": about.description}
        )

    def concept(self, about: Concept) -> Json:
        return self._record("CFConcepts", about) | _present(
            {
                "title": about.title,
                "keywords": about.keywords,
                "hierarchyCode": about.hierarchy_code,
                "description": about.description,
            }
        )

    def license(self, about: License) -> Json:
        return self._record("CFLicenses", about) | _present(
            {"title": about.title, "description": about.description, "licenseText": about.license_text}
        )

    def rubric(self, about: Rubric) -> Json:
        fields = {"title": about.title, "description": about.description}
        criteria = [self._criterion(criterion, about) for criterion in about.criteria]
        return self._record("CFRubrics", about) | _present({**fields, "CFRubricCriteria": criteria})

    def _criterion(self, about: Criterion, rubric: Rubric) -> Json:
        return self._record("CFRubricCriteria", about) | _present(
            {
                "category": about.category,
                "description": about.description,
                "CFItemURI": self._optional(about.item, "CFItems"),
                "weight": _number(about.weight),
                "position": about.position,
                "rubricId": _identifier(rubric.identifier),
                "CFRubricCriterionLevels": [self._level(level, about) for level in about.levels],
            }
        )

    def _level(self, about: CriterionLevel, criterion: Criterion) -> Json:
        return self._record("CFRubricCriterionLevels", about) | _present(
            {
                "description": about.description,
                "quality": about.quality,
                "score": _number(about.score),
                "feedback": about.feedback,
                "position": about.position,
                "rubricCriterionId": _identifier(criterion.identifier),
            }
        )

    def _record(self, kind: str, about: Record) -> Json:
        identifier = _identifier(about.identifier)
        return {
            "identifier": identifier,
            "uri": about.uri or f"{self._base_url}/{kind}/{identifier}",
            "lastChangeDateTime": _instant(about.last_change),
        }

    def _link(self, link: Link, kind: str) -> Json:
        identifier = _identifier(link.identifier)
        uri = link.uri or f"{self._base_url}/{kind}/{identifier}"
        return {"title": link.title, "identifier": identifier, "uri": uri}

    def _optional(self, link: Link | None, kind: str) -> Json | None:
        return None if link is None else self._link(link, kind)

    def _links(self, links: Iterable[Link], kind: str) -> list[Json]:
        return [self._link(link, kind) for link in links]

    def _node(self, node: Node) -> Json:
        kind = "CFDocuments" if node.identifier == str(self._document.identifier) else "CFItems"
        uri = node.uri or f"{self._base_url}/{kind}/{node.identifier}"
        fields = {"title": node.title, "identifier": node.identifier, "uri": uri}
        return _present({**fields, "targetType": node.target_type})


def _present(fields: Mapping[str, object]) -> Json:
    """Without absent fields and empty lists: CASE has no nulls."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def _identifier(identifier: UUID) -> str:
    if identifier.version not in range(1, 6):
        raise ValueError(f"{identifier} is no identifier of CASE, which knows UUID versions 1 to 5 only")
    return str(identifier)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
