from __future__ import annotations

import json
from typing import Any

import pytest
from joserfc import jws

from services.competency.tests.credentials.credential_pieces import (
    CLAIMS,
    MEMBERS,
    NORTH,
    P256,
    READER,
    RECORD,
    forged,
    header,
    outcomes,
    put,
)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("vc",), {}, "version 1.1"),
        (("@context", 0), "https://www.w3.org/2018/credentials/v1", "first @context"),
        (("@context", 1), "https://example.org/context.json", "second @context"),
        (("type",), ["VerifiableCredential"], "neither OpenBadgeCredential nor ClrCredential"),
        (("type",), ["OpenBadgeCredential"], "does not say VerifiableCredential"),
        (("id",), KeyError, "no id"),
        (("jti",), "urn:uuid:2", "jti and id differ"),
        (("sub",), KeyError, "sub and the subject's id differ"),
        (("nbf",), 1, "nbf and validFrom differ"),
        (("nbf",), "1795262400", "nbf and validFrom differ"),
        (("exp",), KeyError, "exp and validUntil differ"),
        (("exp",), 10**400, "exp and validUntil differ"),
        (("validFrom",), "2026-11-21T12:00:00", "validFrom is no time with a time zone"),
        (("validFrom",), KeyError, "validFrom is no time with a time zone"),
        (("validUntil",), "some day", "validUntil is no time with a time zone"),
        (("credentialSubject",), [], "its subject has neither id nor identifier"),
        (("credentialSubject", "type"), ["Person"], "no AchievementSubject"),
        (("credentialSubject", "achievement"), KeyError, "no achievement"),
        (("credentialSubject", "achievement", "type"), "Badge", "not Achievement"),
        (("credentialSubject", "achievement", "id"), KeyError, "achievement has no id"),
        (("credentialSubject", "achievement", "name"), "", "achievement has no name"),
        (("credentialSubject", "achievement", "description"), None, "achievement has no description"),
        (("credentialSubject", "achievement", "criteria"), {}, "does not say what the achievement takes"),
    ],
)
def test_what_is_not_made_as_the_standard_demands_says_what_is_wrong(path: Any, value: Any, words: str) -> None:
    verdict = READER.verdict(forged(header(), put(CLAIMS, path, value)))
    assert verdict.problems == ("malformed",)
    assert words in next(check.words for check in verdict.checks if check.name == "shape")
    assert outcomes(verdict)["status"] == "not_checked"


def test_a_number_beyond_all_measure_is_no_date() -> None:
    text = json.dumps(CLAIMS).replace(f'"exp": {CLAIMS["exp"]}', '"exp": 1e999')
    assert READER.verdict(jws.serialize_compact(header(), text, P256)).problems == ("malformed",)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("@context", 1), "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "not that of CLR 2.0"),
        (("credentialSubject", "type"), ["AchievementSubject"], "no ClrSubject"),
        (MEMBERS, [], "no credentials in it"),
        ((*MEMBERS, 0), "a signed one", "some that cannot be read"),
        ((*MEMBERS, 1, "type"), ["VerifiableCredential"], "credential 2: its type is not OpenBadgeCredential"),
        ((*MEMBERS, 0, "credentialSubject", "achievement"), KeyError, "credential 1: it has no achievement"),
    ],
)
def test_a_record_that_is_not_made_as_the_standard_demands_says_what_is_wrong(
    path: Any, value: Any, words: str
) -> None:
    verdict = READER.verdict(forged(header(), put(RECORD, path, value)))
    assert verdict.problems == ("malformed",)
    assert words in next(check.words for check in verdict.checks if check.name == "shape")


def test_badges_of_others_are_read_by_both_names_and_forms() -> None:
    claims = {**CLAIMS, "type": ["VerifiableCredential", "AchievementCredential"], "issuer": NORTH.did}
    claims["@context"] = [CLAIMS["@context"][0], "https://purl.imsglobal.org/spec/ob/v3p0/context.json", "https://x"]
    for typ in ("JWT", "vc+jwt", None):
        assert READER.verdict(forged(header(typ=typ), claims)).good
