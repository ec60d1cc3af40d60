"""One record of CASE 1.1 at a time, as `case.export` puts them together into bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from competency.frameworks.rules.case.text import CaseJson
from competency.frameworks.rules.framework import (
    ASSOCIATION_TYPES,
    Association,
    Concept,
    Criterion,
    CriterionLevel,
    Document,
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

_EXTENSION_TYPE = re.compile(r"ext:[a-zA-Z0-9.\-_]+")


class Writer:
    """Writes each kind of record; `document` is the one that items and associations belong to."""

    def __init__(self, base_url: str, document: Document) -> None:
        self._base_url = base_url
        self._document = document
        self._document_key = str(document.identifier)

    def document_link(self) -> CaseJson:
        about = self._document
        return self._link(Link(about.title, about.identifier, about.uri), "CFDocuments")

    def package_link(self) -> CaseJson:
        address = f"{self._base_url}/CFPackages/{self._document_key}"
        return {"title": self._document.title, "identifier": self._document_key, "uri": address}

    def document(self, about: Document) -> CaseJson:
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

    def item(self, about: Item) -> CaseJson:
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

    def association(self, about: Association) -> CaseJson:
        known = about.association_type in ASSOCIATION_TYPES
        if not known and not _EXTENSION_TYPE.fullmatch(about.association_type):
            raise ValueError(f"CASE has no association type {about.association_type!r}")
        body = self._record("CFAssociations", about)
        # Field by field and without a detour: there are many times more of these than of all else.
        body["associationType"] = about.association_type
        if about.sequence_number is not None:
            body["sequenceNumber"] = about.sequence_number
        body["originNodeURI"] = self._node(about.origin)
        body["destinationNodeURI"] = self._node(about.destination)
        if about.grouping is not None:
            body["CFAssociationGroupingURI"] = self._link(about.grouping, "CFAssociationGroupings")
        if about.notes is not None:
            body["notes"] = about.notes
        return body

    def grouping(self, about: Grouping) -> CaseJson:
        fields = {"title": about.title, "description": about.description}
        return self._record("CFAssociationGroupings", about) | _present(fields)

    def item_type(self, about: ItemType) -> CaseJson:
        return self._record("CFItemTypes", about) | _present(
            {
                "title": about.title,
                "description": about.description,
                "hierarchyCode": about.hierarchy_code,
                "typeCode": about.type_code,
            }
        )

    def subject(self, about: Subject) -> CaseJson:
        return self._record("CFSubjects", about) | _present(
            {"title": about.title, "hierarchyCode": about.hierarchy_code, "description": about.description}
        )

    def concept(self, about: Concept) -> CaseJson:
        return self._record("CFConcepts", about) | _present(
            {
                "title": about.title,
                "keywords": about.keywords,
                "hierarchyCode": about.hierarchy_code,
                "description": about.description,
            }
        )

    def license(self, about: License) -> CaseJson:
        return self._record("CFLicenses", about) | _present(
            {"title": about.title, "description": about.description, "licenseText": about.license_text}
        )

    def rubric(self, about: Rubric) -> CaseJson:
        fields = {"title": about.title, "description": about.description}
        criteria = [self._criterion(criterion, about) for criterion in about.criteria]
        return self._record("CFRubrics", about) | _present({**fields, "CFRubricCriteria": criteria})

    def _criterion(self, about: Criterion, rubric: Rubric) -> CaseJson:
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

    def _level(self, about: CriterionLevel, criterion: Criterion) -> CaseJson:
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

    def _record(self, kind: str, about: Record) -> CaseJson:
        identifier = _identifier(about.identifier)
        return {
            "identifier": identifier,
            "uri": about.uri or f"{self._base_url}/{kind}/{identifier}",
            "lastChangeDateTime": _instant(about.last_change),
        }

    def _link(self, link: Link, kind: str) -> CaseJson:
        identifier = _identifier(link.identifier)
        uri = link.uri or f"{self._base_url}/{kind}/{identifier}"
        return {"title": link.title, "identifier": identifier, "uri": uri}

    def _optional(self, link: Link | None, kind: str) -> CaseJson | None:
        return None if link is None else self._link(link, kind)

    def _links(self, links: Iterable[Link], kind: str) -> list[CaseJson]:
        return [self._link(link, kind) for link in links]

    def _node(self, node: Node) -> CaseJson:
        uri = node.uri
        if uri is None:
            kind = "CFDocuments" if node.identifier == self._document_key else "CFItems"
            uri = f"{self._base_url}/{kind}/{node.identifier}"
        if node.target_type is None:
            return {"title": node.title, "identifier": node.identifier, "uri": uri}
        return {"title": node.title, "identifier": node.identifier, "uri": uri, "targetType": node.target_type}


def _present(fields: Mapping[str, object]) -> CaseJson:
    """Returns the fields without absent ones and empty lists: CASE has no nulls."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def _identifier(identifier: UUID) -> str:
    # UUID.version, without its detours: two bits of the variant, four of the version.
    number = identifier.int
    if number >> 62 & 3 != 2 or not 1 <= number >> 76 & 15 <= 5:
        raise ValueError(f"{identifier} is no identifier of CASE, which knows UUID versions 1 to 5 only")
    return str(identifier)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _number(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
