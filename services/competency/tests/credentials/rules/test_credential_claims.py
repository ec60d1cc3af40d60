from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pytest

from competency.common.scales import Scale
from competency.credentials.rules.achievement import Alignment, criteria_words
from competency.credentials.rules.badge import ShownWork, badge_claims
from competency.credentials.rules.envelope import opened, sign
from competency.credentials.rules.identity import Subject
from competency.credentials.rules.integrity import prove, with_proof
from competency.credentials.rules.learner_record import Association, record_claims
from competency.credentials.rules.shape import shape_problems
from competency.mastery.rules.methods import METHODS
from competency.mastery.rules.policy import Policy
from services.competency.tests.credentials.credential_pieces import (
    DAY,
    ITEMS,
    LABELS,
    NORTH,
    NOW,
    P256,
    PROVING,
    SALT,
    SCALE,
    achievement,
    badge,
    district,
    proven,
    record,
    values,
)

ITEM = f"{ITEMS}/7.RP.2"


LEVELS = [
    {"id": f"{ITEM}#level-{n + 1}", "type": ["RubricCriterionLevel"], "name": label, "points": str(n)}
    for n, label in enumerate(LABELS)
]
GOLDEN = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ],
    "id": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "name": "Proportions",
    "issuer": {
        "id": "did:web:trellis.example:competency:v1:issuers:north",
        "type": ["Profile"],
        "name": "North School District",
        "url": "https://north.example",
    },
    "validFrom": "2026-11-21T12:00:00Z",
    "validUntil": "2027-12-01T12:00:00Z",
    "awardedDate": "2026-11-01T12:00:00Z",
    "credentialSchema": [
        {
            "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
            "type": "1EdTechJsonSchemaValidator2019",
        }
    ],
    "credentialStatus": {
        "id": "https://trellis.example/competency/v1/status/1#94568",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "94568",
        "statusListCredential": "https://trellis.example/competency/v1/status/1",
    },
    "credentialSubject": {
        "id": "urn:uuid:0b5f8a9e-6f6d-4f0a-9d8e-3a1f6f0b7c11",
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": "sha256$4db7283437717d0943e6fe24b166ee59d4d613a84392d3d76489557cab992a81",
                "identityType": "sourcedId",
                "salt": SALT,
            }
        ],
        "achievement": {
            "id": ITEM,
            "type": ["Achievement"],
            "achievementType": "Competency",
            "name": "Proportions, 7.RP.2",
            "description": "Recognize and represent proportional relationships between quantities.",
            "criteria": {
                "narrative": "Mastered from a score of 3 on the scale 0 (Not yet) to 4 (Extending). "
                "The newest score counts 65 %, the mean of all before it the rest. "
                "Evidence that counts: external, performance task, prior learning, teacher judgement, test."
            },
            "humanCode": "7.RP.2",
            "version": "2",
            "alignment": [
                {
                    "type": ["Alignment"],
                    "targetType": "CFItem",
                    "targetName": "Proportions, 7.RP.2",
                    "targetUrl": ITEM,
                    "targetCode": "7.RP.2",
                    "targetFramework": "Mathematics, grade 7",
                }
            ],
            "resultDescription": [
                {
                    "id": f"{ITEM}#mastery",
                    "type": ["ResultDescription"],
                    "name": "Mastery",
                    "resultType": "RubricCriterionLevel",
                    "valueMin": "0",
                    "valueMax": "4",
                    "requiredValue": "3",
                    "requiredLevel": f"{ITEM}#level-4",
                    "rubricCriterionLevel": LEVELS,
                }
            ],
        },
        "result": [
            {
                "type": ["Result"],
                "resultDescription": f"{ITEM}#mastery",
                "achievedLevel": f"{ITEM}#level-4",
                "value": "3.25",
            }
        ],
    },
    "evidence": [
        {
            "type": ["Evidence"],
            "name": "Performance task",
            "narrative": "Shown on 2026-10-31, with a score of 3.5.",
            "genre": "performance task",
        }
    ],
}


def test_a_badge_is_an_open_badge_of_a_case_item() -> None:
    assert badge_claims(badge()) == GOLDEN


def test_a_scale_without_levels_gives_a_score_and_no_level() -> None:
    percent = achievement(scale=Scale(Decimal(0), Decimal(100), Decimal(60)), mastery=Decimal(60))
    subject: Any = badge_claims(badge(achievement=percent, score=Decimal(77)))["credentialSubject"]
    description = subject["achievement"]["resultDescription"][0]
    assert description["resultType"] == "RawScore"
    assert (description["valueMin"], description["requiredValue"], description["valueMax"]) == ("0", "60", "100")
    assert subject["result"] == [{"type": ["Result"], "resultDescription": f"{ITEM}#mastery", "value": "77"}]


def test_where_mastery_begins_between_levels_none_is_required() -> None:
    subject: Any = badge_claims(badge(achievement=achievement(mastery=Decimal("2.70")), score=Decimal("2.80")))
    description = subject["credentialSubject"]["achievement"]["resultDescription"][0]
    assert "requiredLevel" not in description
    assert description["requiredValue"] == "2.7"
    assert subject["credentialSubject"]["result"][0]["achievedLevel"] == f"{ITEM}#level-3"


def test_a_badge_is_for_mastery_on_the_scale() -> None:
    with pytest.raises(ValueError, match=r"2\.99 is no mastery: that begins at 3"):
        badge_claims(badge(score=Decimal("2.99")))
    with pytest.raises(ValueError, match="off the scale"):
        badge_claims(badge(score=Decimal("4.01")))


def test_what_is_absent_is_left_out() -> None:
    bare = badge(status=None, valid_until=None, evidence=(), subject=Subject(badge().subject.pseudonym))
    bare = replace(bare, issuer=replace(NORTH, url=None), achievement=achievement(code=None, version=None))
    for claims in (badge_claims(bare), record_claims(record([bare], associations=(), achievements=(), status=None))):
        assert not [value for value in values(claims) if value is None or value == []]
        assert "credentialStatus" not in claims
        assert "identifier" not in claims["credentialSubject"]  # type: ignore[operator]


def test_work_is_named_by_its_digest_alone() -> None:
    digest = sha256(b"Hello World!").hexdigest()
    shown = ShownWork(kind="teacher_judgement", shown_on=NOW.date(), sha256=digest).claims()
    assert shown["id"] == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"  # the example of RFC 6920
    for no_digest in ("5e", "z" * 64):
        with pytest.raises(ValueError, match=r"SHA-256|hexadecimal"):
            ShownWork(kind="test", shown_on=NOW.date(), sha256=no_digest).claims()


def test_mastery_without_a_score_of_its_own_has_no_result() -> None:
    subject = badge_claims(badge(score=None))["credentialSubject"]
    assert isinstance(subject, dict)
    assert "result" not in subject


def test_times_are_cut_to_the_second_and_have_a_zone() -> None:
    precise = badge(valid_from=datetime.fromisoformat("2026-11-21T14:00:00.999999+02:00"))
    assert badge_claims(precise)["validFrom"] == "2026-11-21T12:00:00Z"
    with pytest.raises(ValueError, match="no time zone"):
        badge(valid_from=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="end before it begins"):
        badge(valid_until=badge().valid_from + timedelta(milliseconds=999))


@pytest.mark.parametrize("url", ["urn:fdc:example.org:item:1", "local:item", "/CFItems/1"])
def test_an_alignment_is_where_anybody_can_read_it(url: str) -> None:
    with pytest.raises(ValueError, match="no web address"):
        Alignment(name="Proportions", url=url)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_has_words_for_what_it_takes(method: str) -> None:
    parameter = METHODS[method].parameter
    policy = Policy(scale=SCALE, method=method, parameter=parameter.highest if parameter else None, window_days=365)
    words = criteria_words(policy)
    assert "a score of 3" in words
    assert "Evidence counts for 365 days." in words
    assert "{" not in words
    assert parameter is None or str(parameter.highest) in words


def test_a_record_holds_badges_and_how_they_hang_together() -> None:
    claims: Any = record_claims(record())
    assert claims["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ]
    assert claims["type"] == ["VerifiableCredential", "ClrCredential"]
    assert claims["partial"] is False
    subject = claims["credentialSubject"]
    assert subject["type"] == ["ClrSubject"]
    assert subject["identifier"] == [identity.claims() for identity in badge().subject.identities]
    assert subject["verifiableCredential"] == [proven(badge(1)), proven(badge(2))]
    assert [achievement["id"] for achievement in subject["achievement"]] == [f"{ITEMS}/7.RP"]
    assert subject["association"] == [
        {
            "type": "Association",
            "associationType": "isChildOf",
            "sourceId": f"{ITEMS}/7.RP.{number}",
            "targetId": f"{ITEMS}/7.RP",
        }
        for number in (2, 3)
    ]


def test_a_badge_read_from_its_signed_form_stands_in_a_record_like_a_made_one() -> None:
    read = opened(sign(badge_claims(badge()), P256)).claims
    held = with_proof(read, prove(read, PROVING, NOW - DAY))
    assert record_claims(record([badge()], badges=(held,))) == record_claims(record([badge()]))
    assert held == proven(badge())


def test_what_is_issued_has_the_shape_that_is_verified() -> None:
    for claims in (badge_claims(badge()), record_claims(record())):
        assert shape_problems(opened(sign(claims, P256)).claims) == []


def test_a_record_refuses_what_its_signature_cannot_vouch_for() -> None:
    with pytest.raises(ValueError, match="at least one badge"):
        record_claims(record(badges=()))
    with pytest.raises(ValueError, match="another issuer's"):
        record_claims(record([badge(), badge(2, issuer=district("south"))]))
    somebody_else = Subject("urn:uuid:0b5f8a9e-6f6d-4f0a-9d8e-3a1f6f0b7c12")
    with pytest.raises(ValueError, match="another subject"):
        record_claims(record([badge(), badge(2, subject=somebody_else)]))
    with pytest.raises(ValueError, match="has no proof"):
        record_claims(record(badges=(badge_claims(badge()),)))


@pytest.mark.parametrize(
    ("association", "problem"),
    [
        (Association("exemplar", ITEM, ITEM), "CLR has no association exemplar"),  # type: ignore[arg-type]
        (Association("precedes", ITEM, f"{ITEMS}/8.F.1"), "8.F.1 is not in the record"),
        (Association("precedes", f"{ITEMS}/8.F.1", ITEM), "8.F.1 is not in the record"),
    ],
)
def test_an_association_is_of_clr_and_between_what_is_in_the_record(association: Association, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        record_claims(record(associations=(association,)))


def test_a_record_may_end_and_be_partial() -> None:
    claims = record_claims(record(valid_until=NOW + DAY, partial=True))
    assert (claims["validUntil"], claims["partial"]) == ("2026-12-02T12:00:00Z", True)
