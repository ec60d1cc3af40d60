"""The proofs of badges proven by implementations of JSON-LD and Data Integrity that are not ours, with the contexts of
the standards themselves.
"""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from competency.credentials.rules.badge import badge_claims
from competency.credentials.rules.envelope import opened
from competency.credentials.rules.integrity import bare, proof_finding
from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.linked_data import NotUnderstood, canonical, quads_of
from competency.credentials.rules.multikey import from_multibase
from competency.credentials.rules.terms import ANYWHERE, OF_EXTENSIONS, TYPES, Term
from services.competency.tests.credentials.credential_pieces import (
    DOCUMENT,
    NORTH,
    P256,
    PROVEN,
    badge,
    leaves,
    proven,
    put,
)
from services.competency.tests.credentials.elsewhere_pieces import run
from services.competency.tests.credentials.issued_pieces import SYSTEM, issue, show, somebody, verdict
from shared.testing import DISTRICT_A, RunningService

TEXTS = ("Ratios", 'says "x" \\ y', "two\nlines\r\n", "Größe · 数学 · 🧮", " ", "", "https://x.example/é")
INNER = sorted((TYPES.keys() | OF_EXTENSIONS.keys()) - {"VerifiableCredential", "DataIntegrityProof"})


async def found_elsewhere(*badges: Any, document: Any = DOCUMENT) -> list[str]:
    said: list[str] = await run("prove.mjs", {"badges": [{"badge": one, "document": document} for one in badges]})
    return said


async def test_a_proven_badge_is_good_elsewhere_and_no_value_of_it_can_be_changed() -> None:
    changed = [put(PROVEN, path, False if path[-1] == "hashed" else "urn:x:y") for path in leaves(PROVEN)]
    other = proven(badge(2))
    swapped = {**other, "proof": PROVEN["proof"]}
    vanishing = [put(PROVEN, ("grade",), "A"), put(PROVEN, ("credentialSubject", "achievement", "grade"), "A")]
    good, also_good, *refused = await found_elsewhere(PROVEN, other, swapped, *vanishing, *changed)
    assert [good, also_good] == ["good", "good"]
    assert "good" not in refused
    assert all("not at hand" not in found for found in refused[:3])


async def test_every_word_that_is_read_here_means_the_same_elsewhere() -> None:
    dice = random.Random(28)
    made = [everything(dice), *(anything(dice) for _ in range(150))]
    told = await run("prove.mjs", {"say": made})
    ours = [said_here(claims) for claims in made]
    understood = [(here, there) for here, there in zip(ours, told, strict=True) if here is not None]
    assert len(understood) > 140
    assert all(here == there for here, there in understood)
    assert ours[0] is not None, "the one with every word"
    words = {word for _, terms in [*TYPES.values(), ("", ANYWHERE)] for word in terms}
    assert words <= {name for claims in made for name in names(claims)}


def test_what_is_refused_elsewhere_is_never_signed_here() -> None:
    with pytest.raises(NotUnderstood, match="grade"):
        quads_of({**badge_claims(badge()), "grade": "A"})


async def test_a_badge_proven_elsewhere_is_good_here() -> None:
    made = await run("prove.mjs", {"sign": bare(PROVEN)})
    document = did_document(NORTH.did, [P256], [from_multibase(made["key"])])
    assert proof_finding(made["badge"], document).outcome == "passed"
    assert proof_finding(put(made["badge"], ("name",), "Doctor"), document).outcome == "failed"


async def test_every_badge_in_a_record_of_ours_is_good_elsewhere(running: RunningService, items: list[str]) -> None:
    learner = somebody()
    async with running.client(DISTRICT_A, *SYSTEM) as client:
        for item in items[:3]:
            await show(client, learner, item)
        record = await issue(client, learner)
        document = (await client.get(f"/competency/v1/issuers/{DISTRICT_A}/did.json")).json()
        here = await verdict(client, record["token"])
    subject = opened(record["token"]).claims["credentialSubject"]
    assert await found_elsewhere(*subject["verifiableCredential"], document=document) == ["good"] * 3
    assert {held["credentialSubject"]["id"] for held in subject["verifiableCredential"]} == {subject["id"]}
    assert here["good"], here["words"]


def said_here(claims: Any) -> str | None:
    """None for what is tangled so that only a long search could name its parts."""
    try:
        return canonical(quads_of(claims))
    except NotUnderstood as refusal:
        if "told from one another" in str(refusal):
            return None
        raise


def everything(dice: random.Random) -> Any:
    """A credential in which every word stands at least once."""
    claims = thing(dice, ["VerifiableCredential", "OpenBadgeCredential"], 0, share=1.0)
    claims["evidence"] = [thing(dice, [kind], 1, share=1.0) for kind in [*INNER, "DataIntegrityProof"]]
    return rooted(claims)


def anything(dice: random.Random) -> Any:
    return rooted(thing(dice, ["VerifiableCredential", dice.choice(INNER[:2])], 0, share=0.5))


def rooted(claims: Any) -> Any:
    return {"@context": badge_claims(badge())["@context"], **claims}


def thing(dice: random.Random, kinds: list[str], depth: int, share: float) -> Any:
    terms = dict(ANYWHERE)
    for kind in kinds:
        terms |= {**TYPES, **OF_EXTENSIONS}[kind][1]
    made: dict[str, Any] = {"type": kinds if dice.random() < 0.5 or len(kinds) > 1 else kinds[0]}
    if depth == 0 or dice.random() < 0.4:
        made["id"] = f"urn:x:{dice.randrange(10_000)}"
    for word, term in terms.items():
        if dice.random() < (share if depth == 0 or share == 1.0 else share / 2):
            values = [value(dice, term, depth) for _ in range(dice.choice((1, 1, 2)))]
            made[word] = values[0] if len(values) == 1 else values
    return made


def value(dice: random.Random, term: Term, depth: int) -> Any:
    if term.takes == "flag":
        return dice.random() < 0.5
    if term.takes == "text":
        return dice.choice(TEXTS)
    if term.takes == "link" and (depth > 1 or dice.random() < 0.3):
        return f"https://x.example/{dice.randrange(100)}?a=b#c"
    return thing(dice, [dice.choice(INNER)], depth + 1, share=0.3 if depth < 2 else 0.0)


def names(claims: Any) -> Iterator[str]:
    if isinstance(claims, dict):
        yield from claims
    for inner in claims.values() if isinstance(claims, dict) else claims if isinstance(claims, list) else ():
        yield from names(inner)
