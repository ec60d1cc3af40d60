from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import ECKey

from competency.credentials.rules.envelope import opened
from competency.credentials.rules.issuer import did_document
from competency.credentials.rules.keys import jwks, key_id, public_jwk
from competency.credentials.rules.status_list import StatusEntry
from competency.credentials.rules.verdict import Fetched
from competency.credentials.rules.verification import MOST_LISTS, verify, wanted
from services.competency.tests.credentials.credential_pieces import (
    BADGE,
    CLAIMS,
    DAY,
    KEYS,
    LIST,
    NORTH,
    NOW,
    P256,
    PROVING,
    READER,
    RECORD,
    SOUTH,
    STRANGER,
    Reader,
    badge,
    forged,
    header,
    leaves,
    outcomes,
    put,
    signed_badge,
    signed_list,
    signed_record,
    tampered,
)


def with_header(**more: Any) -> str:
    return tampered(BADGE, 0, lambda value: {**value, **more})


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("publish", [did_document, jwks])
def test_what_an_issuer_signed_and_holds_to_is_good(name: str, publish: Any) -> None:
    key = KEYS[name]
    document = publish(NORTH.did, [key], [PROVING]) if publish is did_document else publish(NORTH.did, [key])
    reader = Reader(document, {LIST: signed_list(1, 2, 3, key=key)})
    # The keys of proofs stand in DID documents alone.
    for token in (signed_badge(key), *([signed_record(key=key)] if publish is did_document else [])):
        verdict = reader.verdict(token)
        assert verdict.good
        assert verdict.problems == ()
        assert verdict.claims == opened(token).claims
        assert all(check.words.endswith(".") for check in verdict.checks)


def test_what_is_wanted_is_the_issuers_document_and_the_lists() -> None:
    want = wanted(signed_record(badge(1), badge(2, status=StatusEntry(f"{LIST}b", 1))))
    assert want.issuer == NORTH.did
    assert want.issuer_document == "https://trellis.example/competency/v1/issuers/north/did.json"
    assert want.status_lists == (LIST, f"{LIST}b")
    assert wanted("no credential").issuer_document is None


def test_a_stranger_cannot_make_us_fetch_without_end() -> None:
    entries = [{"statusListCredential": f"https://evil.example/{number}"} for number in range(1000)]
    assert len(wanted(forged(header(), {**CLAIMS, "credentialStatus": entries})).status_lists) == MOST_LISTS


FAILURES: dict[str, tuple[str, str, str]] = {
    "no credential at all": ("hello", "form", "unreadable"),
    "cut short": (BADGE.rsplit(".", 1)[0], "form", "unreadable"),
    "alg none": (with_header(alg="none"), "algorithm", "algorithm_none"),
    "alg nOnE": (with_header(alg="nOnE"), "algorithm", "algorithm_none"),
    "a shared secret": (with_header(alg="HS256"), "algorithm", "algorithm_unsupported"),
    "no alg": (with_header(alg=None), "algorithm", "algorithm_unsupported"),
    "an extension": (with_header(crit=["exp"]), "algorithm", "algorithm_unsupported"),
    "claims that are not encoded": (with_header(b64=False), "algorithm", "algorithm_unsupported"),
    "an access token": (forged(header(typ="at+jwt")), "algorithm", "algorithm_unsupported"),
    "another curve": (
        forged(header(alg="ES384"), key=ECKey.generate_key("P-384")),
        "algorithm",
        "algorithm_unsupported",
    ),
    "no issuer": (forged(header(), {**CLAIMS, "issuer": None}), "issuer", "wrong_issuer"),
    "two issuers": (forged(header(), {**CLAIMS, "iss": SOUTH.did}), "issuer", "wrong_issuer"),
    "the name of one and the key of another": (
        forged(header(kid=key_id(SOUTH.did, STRANGER)), key=STRANGER),
        "issuer",
        "wrong_issuer",
    ),
    "an unknown key": (signed_badge(STRANGER), "key", "unknown_key"),
    "no key named": (forged(header(kid=None)), "key", "unknown_key"),
    "a key it brings along": (
        forged(header(kid=None, jwk=public_jwk(STRANGER)), key=STRANGER),
        "key",
        "unknown_key",
    ),
    "one key named and another used": (forged(header(), key=STRANGER), "signature", "tampered"),
    "one key named and another shown": (
        forged(header(jwk=public_jwk(STRANGER)), key=STRANGER),
        "signature",
        "tampered",
    ),
    "another algorithm than the key's": (with_header(alg="RS256"), "signature", "tampered"),
    "not yet valid": (signed_badge(valid_from=NOW + timedelta(seconds=61)), "dates", "not_yet_valid"),
    "expired": (signed_badge(valid_until=NOW - timedelta(seconds=1)), "dates", "expired"),
    "an expired badge in a record": (
        signed_record(badge(1), badge(2, valid_until=NOW - DAY)),
        "badges",
        "badge_not_good",
    ),
    "a status of a kind that is not read": (
        forged(header(), {**CLAIMS, "credentialStatus": {"id": "x", "type": "1EdTechRevocationList"}}),
        "status",
        "status_unreadable",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_well_known_failure_is_named(failure: str) -> None:
    token, name, problem = FAILURES[failure]
    verdict = READER.verdict(token)
    assert not verdict.good
    assert verdict.problems == (problem,)
    assert outcomes(verdict)[name] == "failed"
    signed = name in ("shape", "dates", "status", "badges")
    assert (verdict.claims is not None) == signed, "what nobody signed is not shown as said"
    assert (outcomes(verdict)["dates"] != "not_checked") == signed


def test_an_issuer_who_cannot_be_reached_is_no_forger() -> None:
    documents: tuple[object, ...] = (None, [], "not found", 404)
    for document in documents:
        assert Reader(document).verdict(BADGE).problems == ("issuer_unreachable",)


def test_a_document_of_another_issuer_vouches_for_nothing() -> None:
    assert Reader(did_document(SOUTH.did, [P256])).verdict(BADGE).problems == ("wrong_issuer",)
    assert Reader(jwks(SOUTH.did, [P256])).verdict(BADGE).problems == ("unknown_key",)


def test_an_issuer_with_a_fast_clock_is_borne_with() -> None:
    assert READER.verdict(signed_badge(valid_from=NOW + timedelta(seconds=60))).good


def test_a_credential_is_good_until_its_last_second() -> None:
    assert READER.verdict(signed_badge(valid_until=NOW)).good


@pytest.mark.parametrize("path", list(leaves(CLAIMS)), ids=lambda path: ".".join(map(str, path)))
def test_tampering_with_any_field_is_found(path: tuple[Any, ...]) -> None:
    verdict = READER.verdict(tampered(BADGE, 1, lambda claims: put(claims, path, "x")))
    assert not verdict.good
    assert verdict.claims is None
    assert verdict.problems[0] in ("tampered", "wrong_issuer")
    assert outcomes(verdict)["dates"] == "not_checked"


def test_a_record_says_which_of_its_badges_are_not_good() -> None:
    token = signed_record(badge(1, name="Ratios"), badge(2, name="Slopes"), badge(3, name="Graphs"))
    verdict = Reader(lists={LIST: signed_list(94568, 94570)}).verdict(token)
    assert verdict.problems == ("badge_not_good",)
    assert verdict.checks[-1].words == "Ratios: Its issuer has revoked it. Graphs: Its issuer has revoked it."


def test_a_record_cannot_carry_an_unsigned_badge_of_another_issuer() -> None:
    claims = put(RECORD, ("credentialSubject", "verifiableCredential", 0, "issuer", "id"), SOUTH.did)
    verdict = READER.verdict(forged(header(), claims))
    assert verdict.problems == ("badge_not_good",)
    assert "another issuer's" in verdict.checks[-1].words


def test_a_verdict_needs_nothing_to_have_been_fetched() -> None:
    assert verify(BADGE, Fetched(), NOW).problems == ("issuer_unreachable",)
