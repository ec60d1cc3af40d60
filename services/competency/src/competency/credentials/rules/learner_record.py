"""A Comprehensive Learner Record 2.0: a learner's badges in one credential, and how their achievements hang together.

The badges stand in it whole, each with a proof of its own. CLR 2.0 wants objects there, and a badge's VC-JWT is none;
so the proof is a Data Integrity proof, which stands inside the badge, and whoever is given the record can verify each
badge alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from competency.credentials.rules.achievement import Achievement, achievement_claims
from competency.credentials.rules.credential import Credential, credential_claims, subject_claims
from competency.credentials.rules.vocabulary import (
    BADGE_CONTEXT,
    CREDENTIALS_CONTEXT,
    EXTENSIONS_CONTEXT,
    RECORD,
    RECORD_CONTEXT,
    RECORD_SCHEMA,
    AnyJson,
    MadeJson,
    issuer_of,
    present,
    subject_of,
)

AssociationType = Literal[
    "exactMatchOf",
    "isChildOf",
    "isParentOf",
    "isPartOf",
    "isPeerOf",
    "isRelatedTo",
    "precedes",
    "replacedBy",
]
"""Those that CLR has; of CASE's, exemplar, hasSkillLevel and isTranslationOf are not among them."""


class NothingToRecord(ValueError):
    """A record has at least one badge."""


@dataclass(frozen=True, slots=True)
class Association:
    """Between two achievements, by their ids: `source` isChildOf (say) `target`."""

    association_type: AssociationType
    source: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRecord(Credential):
    """`badges` are badges with their proofs, as `with_proof` makes them, of the record's subject. `achievements`
    are further ones that the associations name, the clusters above the mastered items, say. `partial` says that the
    learner has more.
    """

    badges: tuple[AnyJson, ...]
    achievements: tuple[Achievement, ...] = ()
    associations: tuple[Association, ...] = ()
    partial: bool = False


def record_claims(record: LearnerRecord) -> MadeJson:
    """Returns the claims of the record, to be signed.

    Raises ValueError for a record without badges, for a badge of another issuer, of another subject or without a proof,
    and for an association of a type that CLR lacks or to an achievement that is not in the record.
    """
    if not record.badges:
        raise NothingToRecord("there is nothing to record: a record has at least one badge")
    for badge in record.badges:
        if issuer_of(badge) != record.issuer.did:
            raise ValueError(f"{badge.get('id')} is another issuer's: this record's signature cannot vouch for it")
        if subject_of(badge).get("id") != record.subject.pseudonym:
            raise ValueError(f"{badge.get('id')} is about another subject than the record")
        if not badge.get("proof"):
            raise ValueError(f"{badge.get('id')} has no proof: nobody could verify it in the record")
    known = {achievement.id for achievement in record.achievements}
    known |= {subject_of(badge).get("achievement", {}).get("id") for badge in record.badges}
    contexts = (CREDENTIALS_CONTEXT, RECORD_CONTEXT, BADGE_CONTEXT, EXTENSIONS_CONTEXT)
    return {
        **credential_claims(record, contexts, RECORD, RECORD_SCHEMA),
        "partial": record.partial,
        "credentialSubject": present(
            {
                **subject_claims(record.subject, "ClrSubject"),
                "verifiableCredential": list(record.badges),
                "achievement": [achievement_claims(achievement) for achievement in record.achievements],
                "association": [_association(association, known) for association in record.associations],
            }
        ),
    }


def _association(association: Association, known: set[str]) -> MadeJson:
    if association.association_type not in get_args(AssociationType):
        raise ValueError(f"CLR has no association {association.association_type}: leave it out")
    for end in (association.source, association.target):
        if end not in known:
            raise ValueError(f"{end} is not in the record: give its achievement, or leave the association out")
    return {
        "type": "Association",
        "associationType": association.association_type,
        "sourceId": association.source,
        "targetId": association.target,
    }
