"""CASE 1.1 as others must be able to read it: the bodies of its twelve GET endpoints, valid against the
official schemas, no field beyond them.

`base_url` is where we serve CASE, such as https://trellis.example/ims/case/v1p1, without a slash at its
end. A record or link without a URI of its own gets the address under which we serve it. Raises ValueError
for what CASE has no form for: identifiers of other UUID versions than 1 to 5, association types beyond its
vocabulary and `ext:`.

Some bodies must hold at least one member; where there is none the answer is None, and the endpoint's is 404.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from competency.rules.case_writer import Json, Writer
from competency.rules.framework import (
    Association,
    Concept,
    Document,
    Framework,
    Grouping,
    Item,
    ItemType,
    License,
    Rubric,
    Subject,
)


class HasCode(Protocol):
    """A definition with a place in a hierarchy: a concept, an item type, a subject, or such a one as it is stored."""

    @property
    def identifier(self) -> UUID: ...
    @property
    def hierarchy_code(self) -> str: ...


Coded = TypeVar("Coded", bound=HasCode)

_SEPARATORS = tuple(".-/:_ ")


def package(framework: Framework, base_url: str) -> Json:
    """The body of `GET /CFPackages/{id}`: everything in the order of the framework.

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


def document(about: Document, base_url: str) -> Json:
    """The body of `GET /CFDocuments/{id}`: outside a package a document names its package."""
    write = Writer(base_url, about)
    return {**write.document(about), "CFPackageURI": write.package_link()}


def documents(about: Iterable[Document], base_url: str) -> Json | None:
    """The body of `GET /CFDocuments`; None without a document, of which CASE wants one at least."""
    written = [document(one, base_url) for one in about]
    return {"CFDocuments": written} if written else None


def item(about: Item, document: Document, base_url: str) -> Json:
    """The body of `GET /CFItems/{id}`: outside a package an item names its document."""
    write = Writer(base_url, document)
    return {**write.item(about), "CFDocumentURI": write.document_link()}


def item_associations(
    about: Item, associations: Iterable[Association], document: Document, base_url: str
) -> Json | None:
    """The body of `GET /CFItemAssociations/{id}`: the item with its associations, those from it and those to it.

    `associations` may be all of the framework. None where the item has none: CASE wants one at least.
    """
    write = Writer(base_url, document)
    key = str(about.identifier)
    own = [one for one in associations if key in (one.origin.identifier, one.destination.identifier)]
    if not own:
        return None
    written = {**write.item(about), "CFDocumentURI": write.document_link()}
    return {"CFItem": written, "CFAssociations": [write.association(one) for one in own]}


def association(about: Association, document: Document, base_url: str) -> Json:
    """The body of `GET /CFAssociations/{id}`: outside a package an association names its document."""
    write = Writer(base_url, document)
    return {**write.association(about), "CFDocumentURI": write.document_link()}


def grouping(about: Grouping, document: Document, base_url: str) -> Json:
    """The body of `GET /CFAssociationGroupings/{id}`."""
    return Writer(base_url, document).grouping(about)


def license_(about: License, document: Document, base_url: str) -> Json:
    """The body of `GET /CFLicenses/{id}`."""
    return Writer(base_url, document).license(about)


def rubric(about: Rubric, document: Document, base_url: str) -> Json:
    """The body of `GET /CFRubrics/{id}`."""
    return Writer(base_url, document).rubric(about)


def concepts(about: Concept, all_: Sequence[Concept], document: Document, base_url: str) -> Json:
    """The body of `GET /CFConcepts/{id}`: the concept first, then those below it in the hierarchy."""
    write = Writer(base_url, document)
    return {"CFConcepts": [write.concept(one) for one in with_those_below(about, all_)]}


def item_types(about: ItemType, all_: Sequence[ItemType], document: Document, base_url: str) -> Json:
    """The body of `GET /CFItemTypes/{id}`: the type first, then those below it in the hierarchy."""
    write = Writer(base_url, document)
    return {"CFItemTypes": [write.item_type(one) for one in with_those_below(about, all_)]}


def subjects(about: Subject, all_: Sequence[Subject], document: Document, base_url: str) -> Json:
    """The body of `GET /CFSubjects/{id}`: the subject first, then those below it in the hierarchy."""
    write = Writer(base_url, document)
    return {"CFSubjects": [write.subject(one) for one in with_those_below(about, all_)]}


def with_those_below(about: Coded, all_: Sequence[Coded]) -> list[Coded]:
    """The definition and, in their order, those whose hierarchy code continues its own: 1, 1.1, 1.1.2.

    CASE leaves the form of the codes to publishers. A code continues another after a separator, so that 10
    is not below 1; a code that two definitions share (publishers do that) is below neither, nor is an empty one.
    """
    if not about.hierarchy_code:
        return [about]
    starts = tuple(about.hierarchy_code + separator for separator in _SEPARATORS)
    below = [one for one in all_ if one.hierarchy_code.startswith(starts) and one.identifier != about.identifier]
    return [about, *below]
