"""Items out of JSON-LD, as `jsonld` writes it and as others do who use the same words of schema.org.

The document is read by its terms as they stand: no context is fetched, and none is followed. What stands under a term
that is not known is left out and said so; what is known and wrong refuses its item, and no other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid5

from resources.common.rules.problems import Problem
from resources.exchange.rules.described import (
    NAMESPACE,
    Aligned,
    Described,
    Exchanged,
    FileFacts,
    Published,
    Source,
)
from resources.exchange.rules.jsonld import OURS, TERM_OF
from resources.exchange.rules.nodes import Node
from resources.items.rules.content import (
    MOST_PARTS,
    AlignedTo,
    Body,
    CaptionOf,
    Holder,
    ItemKind,
    Part,
    PartKind,
    Relation,
)
from resources.licences.rules.catalogue import CATALOGUE
from resources.licences.rules.reading import find_licence, validate_licence
from shared.values import written

_DURATION = re.compile(r"PT(?=[0-9])(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?")
_VERSION = re.compile("[0-9]{1,9}")
_NOT_WHOLE = (
    "Where it comes from is left out, for it is not said whole: it takes url, publisher, version, and datePublished "
    "with a time zone."
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_item(node: Node, files: Mapping[str, FileFacts]) -> Exchanged:
    """Returns what an object says of an item, and notes what is wrong with it. `files` are those that came along, by
    SHA-256: of another file there is nothing to be had.
    """
    node.pass_over("@type", "@context", "@id", "audience")
    address, title = node.text("url"), node.text("name", needed=True)
    published = _published(node, address)
    item_id = node.identifier("identifier") or uuid5(NAMESPACE, address or f"title\n{title}")
    credits: dict[UUID, str] = {}
    parts = _parts(node, item_id, files, credits)
    if node.text("license") and any(part.body.licence is None for part in parts):
        node.note("license", "A part that names no licence stays private: name it at each part.", refused=False)
    item = Described(
        item_id=item_id,
        title=title,
        kind=node.word("learningResourceType", ItemKind, ItemKind.LESSON_CONTENT),
        description=node.text("description"),
        language=node.text("inLanguage") or "en",
        grade_band=node.text("educationalLevel") or None,
        preparation=node.text(f"{OURS}preparation"),
        preparation_time=_minutes(node),
        claimed=frozenset(node.texts(f"{OURS}claimedAccessibilityFeature")),
        aligned=_aligned(node),
        authors=tuple(name for author in node.nodes("author", "name") if (name := _name(author))),
        parts=parts,
        files={part.body.source: files[part.body.source] for part in parts if part.body.source in files},
        credits=credits,
    )
    node.done()
    return Exchanged(item, published)


def _published(node: Node, address: str) -> Published | None:
    """Where an item comes from; None where that is not said, or not whole."""
    moment = node.text("datePublished")
    publisher = node.node("publisher", "name")
    name = _name(publisher) if publisher is not None else ""
    version = node.text("version")
    shown = frozenset(node.texts("accessibilityFeature"))
    sources = tuple(_source(one) for one in node.nodes("isBasedOn", "url"))
    published_at = _moment(moment)
    if address and name and published_at is not None and _VERSION.fullmatch(version):
        return Published(address, name, int(version), published_at, shown, sources)
    if address or moment or name or version or shown or sources:
        node.note("", _NOT_WHOLE, refused=False)
    return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.upper()) if written.is_moment(text) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def _source(node: Node) -> Source:
    node.pass_over("@type", "@id")
    source = Source(node.text("name"), node.text("url"))
    node.done()
    return source


def _name(node: Node) -> str:
    node.pass_over("@type", "@id")
    name = node.text("name", needed=True)
    node.done()
    return name


def _minutes(node: Node) -> int | None:
    text = node.text("timeRequired")
    if not text:
        return None
    found = _DURATION.fullmatch(text)
    if found is None:
        node.note("timeRequired", "That is no time of hours and minutes: write it as PT1H30M.")
        return None
    return 60 * int(found[1] or 0) + int(found[2] or 0)


def _aligned(node: Node) -> frozenset[Aligned]:
    terms = [_of_term(one, relation) for relation, term in TERM_OF.items() for one in node.nodes(term, "name")]
    return frozenset([*terms, *(_of_alignment(one) for one in node.nodes("educationalAlignment", "targetName"))])


def _of_term(node: Node, relation: Relation) -> Aligned:
    node.pass_over("@type", "@id")
    code, name, url = node.text("termCode"), node.text("name"), node.text("url")
    set_name, edition = "", None
    if (in_set := node.node("inDefinedTermSet", "name")) is not None:
        in_set.pass_over("@type", "@id")
        set_name, edition = in_set.text("name"), in_set.identifier("identifier")
        in_set.done()
    return _found(node, Aligned(_to(node), relation, node.text("identifier"), edition, code, name, set_name, url))


def _of_alignment(node: Node) -> Aligned:
    node.pass_over("@type", "@id")
    return _found(
        node,
        Aligned(
            to=_to(node),
            relation=node.word("alignmentType", Relation, Relation.SUPPORTS),
            target=node.text("identifier"),
            edition_id=node.identifier(f"{OURS}edition"),
            code=node.text("targetName"),
            name=node.text("targetDescription"),
            set_name=node.text("educationalFramework"),
            url=node.text("targetUrl"),
        ),
    )


def _to(node: Node) -> AlignedTo:
    return node.word(f"{OURS}alignedTo", AlignedTo, AlignedTo.ITEM)


def _found(node: Node, aligned: Aligned) -> Aligned:
    if not (aligned.target or aligned.code or aligned.name or aligned.url):
        node.note("", "Nothing says what it is aligned to: write its identifier, code, name or address.")
    node.done()
    return aligned


def _parts(node: Node, item_id: UUID, files: Mapping[str, FileFacts], credits: dict[UUID, str]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for place, one in enumerate(node.nodes("hasPart", "text")):
        if place == MOST_PARTS:
            node.note("hasPart", f"There are more than {MOST_PARTS} parts: make two items of it.")
            break
        part_key = one.identifier("identifier") or uuid5(item_id, str(place))
        if any(part.part_key == part_key for part in parts):
            one.note("identifier", "Another part has this identifier: give each part its own.")
        if credit := one.text("creditText"):
            credits[part_key] = credit
        one.pass_over("position")
        parts.append(Part(part_key, one.text("name", needed=True), _body(one, files)))
        one.done()
    return tuple(parts)


def _body(node: Node, files: Mapping[str, FileFacts]) -> Body:
    kind, source = _kind_and_source(node, files)
    holder = node.node("copyrightHolder", "name")
    return Body(
        kind=kind,
        source=source,
        licence=_licence(node),
        caption_of=_caption(node),
        holder=node.word(f"{OURS}holder", Holder, Holder.OTHER),
        holder_name=_name(holder) if holder is not None else "",
    )


def _kind_and_source(node: Node, files: Mapping[str, FileFacts]) -> tuple[PartKind, str]:
    node.pass_over("@type", "@id", "encodingFormat", "contentSize")
    words, address, digest, content = (node.text(term) for term in ("text", "url", "sha256", "contentUrl"))
    if digest or content:
        if not _SHA256.fullmatch(digest):
            node.note("sha256", "That is no SHA-256: write 64 lower-case hexadecimal digits.")
        elif digest not in files:
            node.note("sha256", "No file of this SHA-256 came along: put it in, under that name.")
        return PartKind.FILE, digest
    if not (words or address):
        node.note("", "The part is empty: write its words, its address, or the SHA-256 of its file.")
    return (PartKind.TEXT, words) if words else (PartKind.LINK, address)


def _licence(node: Node) -> str | None:
    """By our own word, which names one also where several licences share an address; else by the address."""
    ours, address = node.text(f"{OURS}licence"), node.text("license")
    if ours in CATALOGUE:
        return ours
    named = ours or address
    if not named:
        return None
    found = find_licence(named)
    if found is None:
        term = f"{OURS}licence" if ours else "license"
        problem = next(validate_licence("", named), Problem("", "There is no such licence here."))
        node.note(term, f"{problem.detail} Until then the part is private.", refused=False)
    return found.licence_id if found is not None else None


def _caption(node: Node) -> CaptionOf | None:
    caption = node.node(f"{OURS}captionOf", "identifier")
    if caption is None:
        return None
    part_key, digest = caption.identifier("identifier"), caption.text("sha256")
    caption.done()
    if part_key is None or not _SHA256.fullmatch(digest):
        caption.note("", "Say of which part and of which file it is the captions: its identifier and its SHA-256.")
        return None
    return CaptionOf(part_key, digest)
