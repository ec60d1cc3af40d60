"""From what is held of a learner's mastery to what a credential says of it."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from competency.common.scales import Level, Scale, level_of
from competency.credentials.rules.achievement import Achievement, Alignment, criteria_words, parts_words
from competency.credentials.rules.badge import Badge, ShownWork, badge_claims
from competency.credentials.rules.identity import HashedIdentity, Subject, hashed_identity
from competency.credentials.rules.issuer import Issuer
from competency.credentials.rules.learner_record import Association, LearnerRecord, record_claims
from competency.credentials.rules.levels import named_levels
from competency.credentials.rules.linked_data import without_controls
from competency.credentials.rules.reissue import Standing
from competency.credentials.rules.status_list import StatusEntry
from competency.credentials.rules.vocabulary import Json, Read, subject_of
from competency.credentials.usecases.issuer import Issuing
from competency.mastery.rules.determination import AsOf, counting
from competency.mastery.rules.effective_policy import EffectivePolicy, effective_policy_of
from shared.values.calendar import day_of

MOST_PIECES = 20
"""Of the evidence that counts, a badge tells of so many pieces, the newest."""
_LONGEST_NAME = 120
_SALT_BYTES = 24
_OF_A_GROUP = "It groups the achievements that are below it; it has not been awarded here."


@dataclass(frozen=True)
class Held:
    """What is held of a learner's mastery of an item, and the evidence that a badge for it tells of."""

    row: Any
    ruling: EffectivePolicy
    pieces: Sequence[Any]

    @property
    def scale(self) -> Scale:
        policy = self.ruling.policy
        return named_levels(
            Scale(policy.scale.minimum, policy.scale.maximum, policy.mastery_level, policy.scale.levels)
        )

    @property
    def score(self) -> Decimal | None:
        """None too where it is below mastery: the item was then mastered by other items, and has no score to show."""
        score: Decimal | None = self.row.score
        return score if score is None or score >= self.scale.mastery else None

    @property
    def level(self) -> Level | None:
        return level_of(self.score, self.scale) if self.row.mastered else None

    @property
    def standing(self) -> Standing:
        evidence = frozenset(piece.evidence_id for piece in self.pieces)
        return Standing(self.row.mastered, self.score if self.row.mastered else self.row.score, self.level, evidence)


def held_of(row: Any, evidence: Sequence[Any]) -> Held:
    """`evidence` is what may count, the newest first."""
    ruling = effective_policy_of(row)
    if row.criterion_version is not None:  # what is recorded of the item itself does not count
        return Held(row, ruling, ())
    counted = counting(ruling.policy, AsOf(row.determined_at or row.known_at))(evidence)
    return Held(row, ruling, counted[:MOST_PIECES])


def says(issued: Any) -> Standing:
    """What an issue of a badge says."""
    level = None if issued.level is None else Level(issued.level, issued.level_from)
    return Standing(True, issued.score, level, frozenset(issued.evidence))


@dataclass(frozen=True)
class Named:
    """Which credential it is, of whom, from when on, and where its revocation will be found."""

    credential_id: UUID
    pseudonym: UUID
    identities: tuple[HashedIdentity, ...]
    awarded_at: datetime
    valid_from: datetime
    status: StatusEntry


def identities_of(learner_id: UUID, sourced_ids: Sequence[str]) -> tuple[HashedIdentity, ...]:
    """What a receiving school may know the learner by, each hashed with a salt that this credential alone has."""
    hashed = [hashed_identity(str(learner_id), "systemId", secrets.token_urlsafe(_SALT_BYTES))]
    hashed += [hashed_identity(known, "sourcedId", secrets.token_urlsafe(_SALT_BYTES)) for known in sourced_ids]
    return tuple(hashed)


def badge_of(issuing: Issuing, district_id: UUID, issuer: Issuer, named: Named, held: Held, zone: str) -> Json:
    """The claims of a badge, to be signed. `zone`: of the calendar whose days it names."""
    made_by = held.ruling.policy_id if held.row.criterion_version is None else f"parts {held.row.criterion_version}"
    criteria = _criteria(held.row, held.ruling)
    achievement = achievement_of(issuing, district_id, held.row, held.scale, made_by=str(made_by), criteria=criteria)
    badge = Badge(
        **_common(issuer, named, achievement.name),
        achievement=achievement,
        score=held.score,
        awarded_at=named.awarded_at,
        evidence=tuple(work for piece in held.pieces for work in _works(piece, zone)),
    )
    return without_controls(badge_claims(badge))


def _criteria(row: Any, ruling: EffectivePolicy) -> str:
    if row.criterion_version is None:
        return criteria_words(ruling.policy)
    return parts_words(row.rule, row.parts, row.least, row.mean)


def _works(piece: Any, zone: str) -> list[ShownWork]:
    """One for each artefact; links and titles stay here, since names may stand in them."""
    digests = [artefact["sha256"] for artefact in piece.artefacts or () if artefact.get("sha256")]
    day = day_of(piece.observed_at, zone)
    return [ShownWork(kind=piece.kind, shown_on=day, score=piece.score, sha256=digest) for digest in digests or [None]]


def achievement_of(
    issuing: Issuing, district_id: UUID, row: Any, scale: Scale, *, made_by: str, criteria: str
) -> Achievement:
    """The item as an achievement: another one with each edition of its framework and whatever it is mastered by."""
    record = row.record
    statement = str(record.get("fullStatement") or record.get("abbreviatedStatement") or "Competency")
    name = str(record.get("abbreviatedStatement") or statement)
    code = record.get("humanCodingScheme") or None
    address = issuing.item_address(row.item_id)
    return Achievement(
        id=f"urn:uuid:{uuid5(district_id, f'{row.item_id} {row.edition} {made_by}')}",
        name=_shortened(name),
        description=statement,
        criteria=criteria,
        scale=scale,
        mastery=scale.mastery,
        alignments=(Alignment(name=_shortened(statement), url=address, code=code, framework=row.title),),
        code=code,
        version=str(row.edition),
    )


def record_of(
    issuing: Issuing,
    district_id: UUID,
    issuer: Issuer,
    named: Named,
    badges: Mapping[UUID, Read],
    above: Mapping[UUID, Any],
) -> Json:
    """The claims of a learner's record of these badges, by item; `above` has the items and all they lie under."""
    ids = {item_id: str(subject_of(badge)["achievement"]["id"]) for item_id, badge in badges.items()}
    further = []
    for item_id, row in above.items():
        if item_id not in badges:
            scale = named_levels(Scale(row.scale_minimum, row.scale_maximum, row.mastery_score))
            group = achievement_of(issuing, district_id, row, scale, made_by="None", criteria=_OF_A_GROUP)
            further.append(group)
            ids[item_id] = group.id
    record = LearnerRecord(
        **_common(issuer, named, "Learner record"),
        badges=tuple(badges.values()),
        achievements=tuple(further),
        associations=tuple(
            Association("isChildOf", ids[item_id], ids[row.parent_id])
            for item_id, row in above.items()
            if row.parent_id in ids and item_id in ids
        ),
    )
    return record_claims(record)


def _common(issuer: Issuer, named: Named, name: str) -> dict[str, Any]:
    """The fields of `Credential`, by name."""
    return {
        "id": f"urn:uuid:{named.credential_id}",
        "name": name,
        "issuer": issuer,
        "subject": Subject(f"urn:uuid:{named.pseudonym}", named.identities),
        "valid_from": named.valid_from,
        "status": named.status,
    }


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAME else f"{text[: _LONGEST_NAME - 1].rstrip()}…"
