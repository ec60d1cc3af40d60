"""What the words of a badge mean as linked data: the IRI of each, and what its values are.

These are facts of the contexts that a badge names (Verifiable Credentials 2.0, Open Badges 3.0.3 and 1EdTech's
extensions), for the words that badges are made of. No context is fetched, and a word that does not stand here has no
meaning here: JSON-LD would leave it out without a sound, and a proof would not cover it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from competency.credentials.rules.vocabulary import BADGE_CONTEXT, CREDENTIALS_CONTEXT, EXTENSIONS_CONTEXT

CONTEXTS = ([CREDENTIALS_CONTEXT, BADGE_CONTEXT], [CREDENTIALS_CONTEXT, BADGE_CONTEXT, EXTENSIONS_CONTEXT])
"""The lists of contexts under which these are the meanings."""

_OB = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_SCHEMA = "https://schema.org/"
_VC = "https://www.w3.org/2018/credentials#"
_STATUS = "https://www.w3.org/ns/credentials/status#"
_SECURITY = "https://w3id.org/security#"
_MOMENT = "http://www.w3.org/2001/XMLSchema#dateTime"
# Open Badges writes the namespace of XML Schema with https, which makes other datatypes of them; and once by a prefix
# that nothing declares. Both are so in the context, and so in what is signed.
_ADDRESS = "https://www.w3.org/2001/XMLSchema#anyURI"
_DAY = "https://www.w3.org/2001/XMLSchema#date"
_FLAG = "https://www.w3.org/2001/XMLSchema#boolean"
_AWARDED = "xsd:dateTime"


@dataclass(frozen=True, slots=True)
class Term:
    """A `text` or `flag` is a literal; a `node` is an object; a `link` is an object or the IRI of one."""

    iri: str
    takes: Literal["text", "flag", "node", "link"] = "text"
    datatype: str | None = None


Terms = Mapping[str, Term]

ANYWHERE: Terms = {
    "alignment": Term(f"{_OB}alignment", "node"),
    "awardedDate": Term(f"{_OB}awardedDate", datatype=_AWARDED),
    "description": Term(f"{_SCHEMA}description"),
    "image": Term(f"{_OB}image", "link"),
    "inLanguage": Term(f"{_SCHEMA}inLanguage"),
    "name": Term(f"{_SCHEMA}name"),
    "narrative": Term(f"{_OB}narrative"),
    "url": Term(f"{_SCHEMA}url", datatype=_ADDRESS),
}
TYPES: Mapping[str, tuple[str, Terms]] = {
    "VerifiableCredential": (
        f"{_VC}VerifiableCredential",
        {
            "credentialSchema": Term(f"{_VC}credentialSchema", "link"),
            "credentialStatus": Term(f"{_VC}credentialStatus", "link"),
            "credentialSubject": Term(f"{_VC}credentialSubject", "link"),
            "evidence": Term(f"{_VC}evidence", "link"),
            "issuer": Term(f"{_VC}issuer", "link"),
            "validFrom": Term(f"{_VC}validFrom", datatype=_MOMENT),
            "validUntil": Term(f"{_VC}validUntil", datatype=_MOMENT),
        },
    ),
    "OpenBadgeCredential": (f"{_OB}OpenBadgeCredential", {}),
    "AchievementCredential": (f"{_OB}OpenBadgeCredential", {}),
    "AchievementSubject": (
        f"{_OB}AchievementSubject",
        {
            "achievement": Term(f"{_OB}achievement", "node"),
            "activityEndDate": Term(f"{_OB}activityEndDate", datatype=_DAY),
            "activityStartDate": Term(f"{_OB}activityStartDate", datatype=_DAY),
            "identifier": Term(f"{_OB}identifier", "node"),
            "licenseNumber": Term(f"{_OB}licenseNumber"),
            "result": Term(f"{_OB}result", "node"),
            "role": Term(f"{_OB}role"),
            "source": Term(f"{_OB}source", "link"),
            "term": Term(f"{_OB}term"),
        },
    ),
    "Achievement": (
        f"{_OB}Achievement",
        {
            "achievementType": Term(f"{_OB}achievementType"),
            "creator": Term(f"{_OB}creator", "node"),
            "criteria": Term(f"{_OB}Criteria", "link"),
            "fieldOfStudy": Term(f"{_OB}fieldOfStudy"),
            "humanCode": Term(f"{_OB}humanCode"),
            "resultDescription": Term(f"{_OB}resultDescription", "node"),
            "specialization": Term(f"{_OB}specialization"),
            "tag": Term(f"{_SCHEMA}keywords"),
            "version": Term(f"{_OB}version"),
        },
    ),
    "Alignment": (
        f"{_SCHEMA}AlignmentObject",
        {
            "targetCode": Term(f"{_OB}targetCode"),
            "targetDescription": Term(f"{_SCHEMA}targetDescription"),
            "targetFramework": Term(f"{_SCHEMA}targetFramework"),
            "targetName": Term(f"{_SCHEMA}targetName"),
            "targetType": Term(f"{_OB}targetType"),
            "targetUrl": Term(f"{_SCHEMA}targetUrl", datatype=_ADDRESS),
        },
    ),
    "Criteria": (f"{_OB}Criteria", {}),
    "Evidence": (
        f"{_OB}Evidence",
        {"audience": Term(f"{_SCHEMA}audience"), "genre": Term(f"{_SCHEMA}genre")},
    ),
    "IdentityObject": (
        f"{_OB}IdentityObject",
        {
            "hashed": Term(f"{_OB}hashed", "flag", _FLAG),
            "identityHash": Term(f"{_OB}identityHash"),
            "identityType": Term(f"{_OB}identityType"),
            "salt": Term(f"{_OB}salt"),
        },
    ),
    "Image": (f"{_OB}Image", {"caption": Term(f"{_SCHEMA}caption")}),
    "Profile": (
        f"{_OB}Profile",
        {
            "email": Term(f"{_SCHEMA}email"),
            "official": Term(f"{_OB}official"),
            "phone": Term(f"{_OB}phone"),
        },
    ),
    "Result": (
        f"{_OB}Result",
        {
            "achievedLevel": Term(f"{_OB}achievedLevel", datatype=_ADDRESS),
            "resultDescription": Term(f"{_OB}resultDescription", datatype=_ADDRESS),
            "status": Term(f"{_OB}status"),
            "value": Term(f"{_SCHEMA}value"),
        },
    ),
    "ResultDescription": (
        f"{_OB}ResultDescription",
        {
            "requiredLevel": Term(f"{_OB}requiredLevel", datatype=_ADDRESS),
            "requiredValue": Term(f"{_OB}requiredValue"),
            "resultType": Term(f"{_OB}resultType"),
            "rubricCriterionLevel": Term(f"{_OB}rubricCriterionLevel", "node"),
            "valueMax": Term(f"{_OB}valueMax"),
            "valueMin": Term(f"{_OB}valueMin"),
        },
    ),
    "RubricCriterionLevel": (
        f"{_OB}RubricCriterionLevel",
        {"level": Term(f"{_OB}level"), "points": Term(f"{_OB}points")},
    ),
    "BitstringStatusListEntry": (
        f"{_STATUS}BitstringStatusListEntry",
        {
            "statusListCredential": Term(f"{_STATUS}statusListCredential", "link"),
            "statusListIndex": Term(f"{_STATUS}statusListIndex"),
            "statusPurpose": Term(f"{_STATUS}statusPurpose"),
        },
    ),
    "DataIntegrityProof": (
        f"{_SECURITY}DataIntegrityProof",
        {
            "created": Term("http://purl.org/dc/terms/created", datatype=_MOMENT),
            "cryptosuite": Term(f"{_SECURITY}cryptosuite", datatype=f"{_SECURITY}cryptosuiteString"),
            "verificationMethod": Term(f"{_SECURITY}verificationMethod", "link"),
        },
    ),
}
OF_EXTENSIONS: Mapping[str, tuple[str, Terms]] = {
    name: (f"https://purl.imsglobal.org/spec/{place}/v1p0/context.json#{name}", {})
    for name, place in (("1EdTechJsonSchemaValidator2019", "vccs"), ("1EdTechRevocationList", "vcrl"))
}
PROOF_PURPOSE = f"{_SECURITY}proofPurpose"
ASSERTION = f"{_SECURITY}assertionMethod"
