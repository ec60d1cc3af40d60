"""Items as JSON-LD in the words of schema.org, which has taken in those of LRMI.

Each term stands where schema.org's vocabulary (as of August 2026) lets it stand. What an item teaches or assesses are
terms of their own there, and `educationalAlignment` is left for what these two do not say. The time to get ready is
`timeRequired` of its audience, which are teachers: no time of learners is told, for there is none.

`accessibilityFeature` holds only what was derived or verified. Claims, and whatever else schema.org has no word for,
stand under words of ours, so that `jsonld_reading` has the item back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC
from uuid import UUID

from resources.exchange.rules.described import Aligned, Described, Exchanged, FileFacts, Published
from resources.items.rules.content import AlignedTo, Body, Holder, Part, PartKind, Relation
from resources.licences.rules.catalogue import licence_of
from shared.values.json_types import JsonArray, JsonObject

OURS = "trellis:"
"""Begins the words that are ours."""
CONTEXT: JsonArray = ["https://schema.org", {"trellis": "https://trellis.example/terms#"}]

AddressOf = Callable[[str, FileFacts], str]
"""Where a file is to be had, by its SHA-256."""

TERM_OF = {Relation.TEACHES: "teaches", Relation.ASSESSES: "assesses"}
_HOLDER_TYPES = {Holder.DISTRICT: {"@type": "Organization"}, Holder.AUTHOR: {"@type": "Person"}}
_MEDIA_TYPES = {"video": "VideoObject", "audio": "AudioObject", "image": "ImageObject"}
# `<` opens a tag or a comment, and the others have a meaning to some readers of pages; beyond ASCII nothing is left.
_IN_A_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def as_script(document: JsonObject) -> str:
    """Returns JSON that may stand in a `script` element of a page, whatever the texts in it hold."""
    return json.dumps(document, separators=(",", ":")).translate(_IN_A_SCRIPT)


def page_document(one: Exchanged, address_of: AddressOf) -> JsonObject:
    """Returns what the page of an item says of it to programs. `address_of` gives whole addresses."""
    return {"@context": CONTEXT, **item_node(one, address_of)}


def graph_document(several: Iterable[Exchanged], address_of: AddressOf) -> JsonObject:
    """Returns a document of several items."""
    return {"@context": CONTEXT, "@graph": [item_node(one, address_of) for one in several]}


def item_node(one: Exchanged, address_of: AddressOf) -> JsonObject:
    """Returns an item as a LearningResource. What is not said is not in it."""
    item, published = one.item, one.published
    node: JsonObject = {
        "@type": "LearningResource",
        "identifier": item.item_id.urn,
        "name": item.title,
        "learningResourceType": item.kind,
        "description": item.description,
        "inLanguage": item.language,
        "educationalLevel": item.grade_band,
        "audience": {"@type": "EducationalAudience", "educationalRole": "teacher"},
        "author": [{"@type": "Person", "name": name} for name in item.authors],
        "license": _common_licence(item),
        **_alignments(item.aligned),
        f"{OURS}preparation": item.preparation,
        f"{OURS}claimedAccessibilityFeature": sorted(item.claimed),
        "hasPart": [_part(part, place, item, address_of) for place, part in enumerate(item.parts, start=1)],
    }
    if item.preparation_time is not None:
        node["timeRequired"] = duration(item.preparation_time)
    return _said(node | (_published(published) if published is not None else {}))


def duration(minutes: int) -> str:
    """Returns minutes as ISO 8601 writes them: PT1H30M."""
    hours, rest = divmod(minutes, 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest or not hours else ''}"


def _said(node: JsonObject) -> JsonObject:
    return {name: value for name, value in node.items() if value not in (None, "", [])}


def _published(published: Published) -> JsonObject:
    return {
        "@id": published.address,
        "url": published.address,
        "version": str(published.version),
        "datePublished": published.published_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "publisher": {"@type": "Organization", "name": published.publisher},
        "accessibilityFeature": sorted(published.shown),
        "isBasedOn": [_said({"@type": "CreativeWork", "name": one.title, "url": one.url}) for one in published.sources],
    }


def _common_licence(item: Described) -> str | None:
    """The one address of the licence of all parts, for readers that look at the whole alone."""
    addresses = {licence_of(part.body.licence).url for part in item.parts}
    return addresses.pop() if len(addresses) == 1 else None


def _alignments(aligned: Iterable[Aligned]) -> JsonObject:
    found: dict[str, JsonArray] = {}
    for one in sorted(aligned, key=lambda one: (one.to, one.code, one.target, str(one.edition_id), one.url)):
        term = TERM_OF.get(one.relation)
        node = _defined_term(one) if term is not None else _alignment_object(one)
        found.setdefault(term or "educationalAlignment", []).append(node)
    return dict(found)


def _defined_term(one: Aligned) -> JsonObject:
    in_set = _said({"name": one.set_name, "identifier": _urn(one.edition_id)})
    return _said(
        {
            "@type": "DefinedTerm",
            "name": one.name,
            "termCode": one.code,
            "identifier": one.target,
            "url": one.url,
            "inDefinedTermSet": {"@type": "DefinedTermSet", **in_set} if in_set else None,
            f"{OURS}alignedTo": _unless_item(one.to),
        }
    )


def _alignment_object(one: Aligned) -> JsonObject:
    return _said(
        {
            "@type": "AlignmentObject",
            "alignmentType": one.relation,
            "targetName": one.code,
            "targetDescription": one.name,
            "targetUrl": one.url,
            "educationalFramework": one.set_name,
            "identifier": one.target,
            f"{OURS}edition": _urn(one.edition_id),
            f"{OURS}alignedTo": _unless_item(one.to),
        }
    )


def _unless_item(to: AlignedTo) -> str | None:
    return None if to == AlignedTo.ITEM else to


def _urn(identifier: UUID | None) -> str | None:
    return identifier.urn if identifier is not None else None


def _part(part: Part, place: int, item: Described, address_of: AddressOf) -> JsonObject:
    body = part.body
    node: JsonObject = {
        **_of_kind(body, item, address_of),
        "identifier": part.part_key.urn,
        "position": place,
        "name": part.title,
        "license": licence_of(body.licence).url,
        "creditText": item.credits.get(part.part_key),
        f"{OURS}licence": body.licence,
        f"{OURS}holder": None if body.holder == Holder.OTHER else body.holder,
    }
    if body.holder_name:
        node["copyrightHolder"] = {**_HOLDER_TYPES.get(body.holder, {}), "name": body.holder_name}
    if body.caption_of is not None:
        node[f"{OURS}captionOf"] = {"identifier": body.caption_of.part_key.urn, "sha256": body.caption_of.sha256}
    return _said(node)


def _of_kind(body: Body, item: Described, address_of: AddressOf) -> JsonObject:
    if body.kind == PartKind.TEXT:
        return {"@type": "CreativeWork", "text": body.source}
    if body.kind == PartKind.LINK:
        return {"@type": "WebPage", "url": body.source}
    facts = item.files[body.source]
    return {
        "@type": _MEDIA_TYPES.get(facts.media_type.partition("/")[0], "MediaObject"),
        "contentUrl": address_of(body.source, facts),
        "encodingFormat": facts.media_type,
        "contentSize": str(facts.size),
        "sha256": body.source,
    }
