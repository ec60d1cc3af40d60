"""CASE 1.1 as others must be able to read it: a package, and the records of which the bodies of its twelve GET
endpoints are made, valid against the official schemas, no field beyond them.

`base_url` is where we serve CASE, such as https://trellis.example/ims/case/v1p1, without a slash at its
end. A record or link without a URI of its own gets the address under which we serve it. Raises ValueError
for what CASE has no form for: identifiers of other UUID versions than 1 to 5, association types beyond its
vocabulary and `ext:`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from competency.frameworks.rules.case.text import CaseJson
from competency.frameworks.rules.case.writer import Writer
from competency.frameworks.rules.framework import Document, Framework


class HasCode(Protocol):
    """A definition with a place in a hierarchy: a concept, an item type, a subject, or such a one as it is stored."""

    @property
    def identifier(self) -> UUID: ...
    @property
    def hierarchy_code(self) -> str: ...


Coded = TypeVar("Coded", bound=HasCode)

_SEPARATORS = tuple(".-/:_ ")


def package(framework: Framework, base_url: str) -> CaseJson:
    """Returns the body of `GET /CFPackages/{id}`: everything in the order of the framework.

    Lists of a package may be empty, and stay: a reader finds every one where it looks for it.
    """
    write = Writer(base_url, framework.document)
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


class ListedRecord(NamedTuple):
    """A record as it is given out by itself, with the name of its list in CASE and its position there."""

    kind: str
    position: int
    body: CaseJson


def records(about: Document, package: CaseJson, base_url: str) -> Iterator[ListedRecord]:
    """Returns every record of the document's package. Outside of it the document names its package; items and
    associations name their document.
    """
    write = Writer(base_url, about)
    yield ListedRecord("CFDocuments", 0, {**package["CFDocument"], "CFPackageURI": write.package_link()})
    named = {"CFDocumentURI": write.document_link()}
    for kind in ("CFItems", "CFAssociations"):
        for position, body in enumerate(package[kind]):
            yield ListedRecord(kind, position, {**body, **named})
    for kind, bodies in {**package["CFDefinitions"], "CFRubrics": package["CFRubrics"]}.items():
        for position, body in enumerate(bodies):
            yield ListedRecord(kind, position, body)


def with_those_below(about: Coded, all_: Sequence[Coded]) -> list[Coded]:
    """Returns the definition and, in their order, those whose hierarchy code continues its own: 1, 1.1, 1.1.2.

    CASE leaves the form of the codes to publishers. A code continues another after a separator, so that 10
    is not below 1; a code that two definitions share (publishers do that) is below neither, nor is an empty one.
    """
    if not about.hierarchy_code:
        return [about]
    starts = tuple(about.hierarchy_code + separator for separator in _SEPARATORS)
    below = [one for one in all_ if one.hierarchy_code.startswith(starts) and one.identifier != about.identifier]
    return [about, *below]
