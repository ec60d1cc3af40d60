"""From a learner's mastery as it is now to what a credential says of it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, TypedDict
from uuid import UUID, uuid5

from competency.common.scales import Level, Scale, level_of
from competency.credentials.queries.credentials import CredentialRecord
from competency.credentials.queries.results import BadgeEvidence, CertifiableResult, ItemInFramework
from competency.credentials.rules.achievement import Achievement, Alignment, criteria_words, parts_words
from competency.credentials.rules.badge import Badge, ShownWork, badge_claims
from competency.credentials.rules.envelope import opened
from competency.credentials.rules.identity import HashedIdentity, Subject, hashed_identity
from competency.credentials.rules.integrity import is_provable
from competency.credentials.rules.issuer import Issuer
from competency.credentials.rules.learner_record import Association, LearnerRecord, record_claims
from competency.credentials.rules.levels import named_levels
from competency.credentials.rules.linked_data import without_controls
from competency.credentials.rules.reissue import MasterySummary
from competency.credentials.rules.status_list import StatusEntry
from competency.credentials.rules.vocabulary import AnyJson, MadeJson, subject_of
from competency.credentials.usecases.issuer import Issuing
from competency.mastery.rules.determination import DeterminedAt, counting
from competency.mastery.rules.effective_policy import EffectivePolicy, effective_policy_of
from shared.values.calendar import day_of

MOST_EVIDENCE = 20
"""Of the evidence that counts, a badge tells of so much, the newest."""
_LONGEST_NAME = 120
_SALT_BYTES = 24
_OF_A_GROUP = "It groups the achievements that are below it; it has not been awarded here."


class Certified(NamedTuple):
    """What an issue says was reached, and on what evidence; a record says neither."""

    score: Decimal | None = None
    level: str | None = None
    level_from: Decimal | None = None
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class CurrentMastery:
    """A learner's result on an item as it is now, and the evidence that a badge for it tells of."""

    result: CertifiableResult
    effective: EffectivePolicy
    evidence: Sequence[BadgeEvidence]

    @property
    def scale(self) -> Scale:
        policy = self.effective.policy
        return named_levels(
            Scale(policy.scale.minimum, policy.scale.maximum, policy.mastery_level, policy.scale.levels)
        )

    @property
    def score(self) -> Decimal | None:
        """None too where it is below mastery: the item was then mastered by other items, and has no score to show."""
        score = self.result.score
        return score if score is None or score >= self.scale.mastery else None

    @property
    def level(self) -> Level | None:
        return level_of(self.score, self.scale) if self.result.mastered else None

    @property
    def summary(self) -> MasterySummary:
        evidence = frozenset(one.evidence_id for one in self.evidence)
        score = self.score if self.result.mastered else self.result.score
        return MasterySummary(self.result.mastered, score, self.level, evidence)

    @property
    def certified(self) -> Certified:
        """What a badge for it says."""
        level = self.level
        label, begins = (None, None) if level is None else (level.label, level.value)
        return Certified(self.score, label, begins, tuple(one.evidence_id for one in self.evidence))


def current_mastery(result: CertifiableResult, evidence: Sequence[BadgeEvidence]) -> CurrentMastery:
    """Returns the mastery of an item; `evidence` is what may count, the newest first."""
    effective = effective_policy_of(result)
    if result.criterion_version is not None:  # what is recorded of the item itself does not count
        return CurrentMastery(result, effective, ())
    counted = counting(effective.policy, DeterminedAt(result.determined_at or result.known_at))(evidence)
    told = {one.evidence_id for one in counted[:MOST_EVIDENCE]}
    return CurrentMastery(result, effective, [one for one in evidence if one.evidence_id in told])


def certified_mastery(issued: CredentialRecord) -> MasterySummary:
    """Returns what an issue of a badge says."""
    level = None if issued.level is None or issued.level_from is None else Level(issued.level, issued.level_from)
    return MasterySummary(True, issued.score, level, frozenset(issued.evidence))


def of_older_form(badges: Mapping[UUID, CredentialRecord], pseudonym: UUID) -> dict[UUID, bool]:
    """Returns for each badge whether it has another pseudonym, or says what a proof would not cover."""
    return {
        item_id: badge.pseudonym != pseudonym or (badge.proof is None and not is_provable(opened(badge.token).claims))
        for item_id, badge in badges.items()
    }


def place_of(badge: AnyJson) -> str:
    """Returns the id of the badge's place in its status list."""
    return str(badge["credentialStatus"]["id"])


@dataclass(frozen=True)
class IssueDetails:
    """Which credential it is, of whom, from when on, and where its revocation will be found."""

    credential_id: UUID
    pseudonym: UUID
    identities: tuple[HashedIdentity, ...]
    awarded_at: datetime
    valid_from: datetime
    status: StatusEntry


def identities_of(learner_id: UUID, sourced_ids: Sequence[str]) -> tuple[HashedIdentity, ...]:
    """Returns what a receiving school may know the learner by, each hashed with a salt of this credential alone."""
    hashed = [hashed_identity(str(learner_id), "systemId", secrets.token_urlsafe(_SALT_BYTES))]
    hashed += [hashed_identity(known, "sourcedId", secrets.token_urlsafe(_SALT_BYTES)) for known in sourced_ids]
    return tuple(hashed)


def badge_of(
    issuing: Issuing, district_id: UUID, issuer: Issuer, details: IssueDetails, current: CurrentMastery, zone: str
) -> MadeJson:
    """Returns the claims of a badge, to be signed. `zone`: of the calendar whose days it names."""
    result = current.result
    version = result.criterion_version
    made_by = str(current.effective.policy_id) if version is None else f"parts {version}"
    criteria = _criteria(result, current.effective)
    achievement = achievement_of(issuing, district_id, result, current.scale, made_by=made_by, criteria=criteria)
    badge = Badge(
        **_common(issuer, details, achievement.name),
        achievement=achievement,
        score=current.score,
        awarded_at=details.awarded_at,
        evidence=tuple(work for one in current.evidence for work in _works(one, zone)),
    )
    return without_controls(badge_claims(badge))


def _criteria(result: CertifiableResult, effective: EffectivePolicy) -> str:
    if result.rule is None or result.parts is None:
        return criteria_words(effective.policy)
    return parts_words(result.rule, result.parts, result.least, result.mean)


def _works(evidence: BadgeEvidence, zone: str) -> list[ShownWork]:
    """Returns one for each artefact; links and titles stay here, since names may stand in them."""
    digests: list[str | None] = [digest for artefact in evidence.artefacts or () if (digest := artefact.get("sha256"))]
    day = day_of(evidence.observed_at, zone)
    return [
        ShownWork(kind=evidence.kind, shown_on=day, score=evidence.score, sha256=digest) for digest in digests or [None]
    ]


def achievement_of(
    issuing: Issuing,
    district_id: UUID,
    item: CertifiableResult | ItemInFramework,
    scale: Scale,
    *,
    made_by: str,
    criteria: str,
) -> Achievement:
    """Returns the item as an achievement: another one with each edition of its framework and whatever it is mastered
    by.
    """
    statement = item.statement or item.short_statement or "Competency"
    code = item.code or None
    alignment = Alignment(
        name=_shortened(statement), url=issuing.item_address(item.item_id), code=code, framework=item.framework_title
    )
    return Achievement(
        id=f"urn:uuid:{uuid5(district_id, f'{item.item_id} {item.edition} {made_by}')}",
        name=_shortened(item.short_statement or statement),
        description=statement,
        criteria=criteria,
        scale=scale,
        mastery=scale.mastery,
        alignments=(alignment,),
        code=code,
        version=str(item.edition),
    )


def record_of(
    issuing: Issuing,
    district_id: UUID,
    issuer: Issuer,
    details: IssueDetails,
    badges: Mapping[UUID, AnyJson],
    above: Mapping[UUID, ItemInFramework],
) -> MadeJson:
    """Returns the claims of a learner's record of these badges, by item; `above` has the items and all they lie
    under.
    """
    ids = {item_id: str(subject_of(badge)["achievement"]["id"]) for item_id, badge in badges.items()}
    further = []
    for item_id, item in above.items():
        if item_id not in badges:
            scale = named_levels(Scale(item.scale_minimum, item.scale_maximum, item.mastery_score))
            group = achievement_of(issuing, district_id, item, scale, made_by="None", criteria=_OF_A_GROUP)
            further.append(group)
            ids[item_id] = group.id
    record = LearnerRecord(
        **_common(issuer, details, "Learner record"),
        badges=tuple(badges.values()),
        achievements=tuple(further),
        associations=tuple(
            Association("isChildOf", ids[item_id], ids[item.parent_id])
            for item_id, item in above.items()
            if item.parent_id in ids and item_id in ids
        ),
    )
    return record_claims(record)


class _Common(TypedDict):
    """The fields of `Credential`, by name."""

    id: str
    name: str
    issuer: Issuer
    subject: Subject
    valid_from: datetime
    status: StatusEntry


def _common(issuer: Issuer, details: IssueDetails, name: str) -> _Common:
    return {
        "id": f"urn:uuid:{details.credential_id}",
        "name": name,
        "issuer": issuer,
        "subject": Subject(f"urn:uuid:{details.pseudonym}", details.identities),
        "valid_from": details.valid_from,
        "status": details.status,
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"
