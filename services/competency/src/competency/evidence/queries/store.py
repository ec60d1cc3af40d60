"""Writes evidence: a part of the one statement that stores what came in and what it amounts to."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from competency.common.parts import Part, unless_all
from competency.evidence.rules import Kind
from shared.values.json_types import Json, JsonArray

NEW_EVIDENCE = Part(
    "new_evidence",
    """
insert into evidence (district_id, evidence_id, learner_id, item_id, score, observed_at, recorded_at, source, sender,
                      external_id, tie, kind, observer, criteria, artefacts, given)
select cast(:district_id as uuid), evidence_id, learner_id, item_id, score, observed_at,
       cast(:known_at as timestamptz), source, sender, external_id, tie,
       coalesce(kind, 'teacher_judgement'), cast(details ->> 'observer' as uuid),
       details -> 'criteria', details -> 'artefacts', details -> 'given'
from unnest(cast(:e_ids as uuid[]), cast(:e_learners as uuid[]), cast(:e_items as uuid[]),
            cast(:e_scores as numeric[]), cast(:e_observed as timestamptz[]), cast(:e_sources as text[]),
            cast(:e_senders as text[]), cast(:e_externals as text[]), cast(:e_ties as text[]),
            cast(:e_kinds as text[]), cast(:e_details as jsonb[]))
as n(evidence_id, learner_id, item_id, score, observed_at, source, sender, external_id, tie, kind, details)
""",
)
"""Recorded at `known_at`. Its other parameters are those of `evidence_parameters`."""


class Piece(NamedTuple):
    """A row of evidence about to be written."""

    evidence_id: UUID
    learner_id: UUID
    item_id: UUID
    score: Decimal
    observed_at: datetime
    recorded_at: datetime
    source: str
    sender: str
    external_id: str | None
    tie: str
    kind: Kind
    details: Mapping[str, Json] | None

    @property
    def observer(self) -> str | None:
        return self.details.get("observer") if self.details else None

    @property
    def criteria(self) -> JsonArray | None:
        return self.details.get("criteria") if self.details else None

    @property
    def artefacts(self) -> JsonArray | None:
        return self.details.get("artefacts") if self.details else None

    @property
    def given(self) -> Mapping[str, Json] | None:
        return self.details.get("given") if self.details else None


def evidence_parameters(pieces: Sequence[Piece]) -> dict[str, object]:
    """Returns the columns of these pieces, as arrays."""
    return {
        "e_ids": [p.evidence_id for p in pieces],
        "e_learners": [p.learner_id for p in pieces],
        "e_items": [p.item_id for p in pieces],
        "e_scores": [p.score for p in pieces],
        "e_observed": [p.observed_at for p in pieces],
        "e_sources": [p.source for p in pieces],
        "e_senders": [p.sender for p in pieces],
        "e_externals": [p.external_id for p in pieces],
        "e_ties": [p.tie for p in pieces],
        "e_kinds": unless_all([p.kind for p in pieces], "teacher_judgement"),
        "e_details": unless_all([p.details and json.dumps(p.details) for p in pieces]),
    }
