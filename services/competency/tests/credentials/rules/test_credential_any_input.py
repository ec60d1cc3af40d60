from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from competency.credentials.rules.envelope import opened
from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.keys import jwks, public_jwk
from services.competency.tests.credentials.credential_pieces import (
    BADGE,
    CLAIMS,
    ED25519,
    LIST,
    NORTH,
    P256,
    READER,
    RECORD,
    RSA,
    Reader,
    forged,
    header,
    put,
    signed_list,
    tampered,
)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*path, key))


def altered(value: Any) -> st.SearchStrategy[Any]:
    return st.builds(put, st.just(value), st.sampled_from(list(paths(value))), anything | st.just(KeyError))


patient = settings(deadline=None, max_examples=150)


@patient
@given(altered(CLAIMS) | altered(RECORD))
def test_whatever_an_issuer_signs_there_is_a_verdict(claims: Any) -> None:
    verdict = READER.verdict(forged(header(), claims))
    assert verdict.good == (not verdict.problems)


@patient
@given(altered(did_document(NORTH.did, [P256, RSA])) | altered(jwks(NORTH.did, [P256, ED25519])) | anything)
def test_whatever_an_issuer_publishes_there_is_a_verdict(document: Any) -> None:
    for token in (BADGE, forged(header(kid=None, jwk=public_jwk(P256)))):
        verdict = Reader(document).verdict(token)
        assert verdict.good == (not verdict.problems)


@patient
@given(altered(header(jwk=public_jwk(P256))))
def test_whatever_stands_in_the_header_there_is_a_verdict(head: Any) -> None:
    verdict = READER.verdict(tampered(BADGE, 0, lambda _: head))
    assert verdict.good == (not verdict.problems)


@patient
@given(altered(dict(opened(signed_list()).claims)))
def test_whatever_a_list_says_there_is_a_verdict(claims: Any) -> None:
    verdict = Reader(lists={LIST: forged(header(), claims)}).verdict(BADGE)
    assert verdict.good == (not verdict.problems)


@patient
@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}\.[A-Za-z0-9_-]{1,20}", fullmatch=True))
def test_whatever_the_text_there_is_a_verdict(text: str) -> None:
    assert not READER.verdict(text).good
