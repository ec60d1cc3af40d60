"""Reads and writes a district's own rules of amendment."""

from typing import NamedTuple
from uuid import UUID

from competency.amendments.rules.clock import AmendmentRules
from shared.db.query import Query, Scalar, Transaction


class DistrictRules(NamedTuple):
    """What a district has set, and which version that is."""

    decide_days: int
    hearing_days: int
    hearing_decision_days: int
    notice_days: int
    minors_may_ask: bool
    version: int

    @property
    def rules(self) -> AmendmentRules:
        return AmendmentRules(
            decide_days=self.decide_days,
            hearing_days=self.hearing_days,
            hearing_decision_days=self.hearing_decision_days,
            notice_days=self.notice_days,
            minors_may_ask=self.minors_may_ask,
        )


_FIND = Query(
    """
select decide_days, hearing_days, hearing_decision_days, notice_days, minors_may_ask, version from amendment_terms
""",
    DistrictRules,
)
_SAVE = Scalar(
    """
insert into amendment_terms (district_id, decide_days, hearing_days, hearing_decision_days, notice_days,
  minors_may_ask, version, changed_by)
values (:district_id, :decide_days, :hearing_days, :hearing_decision_days, :notice_days, :minors_may_ask, 1,
  :changed_by)
on conflict (district_id) do update set decide_days = excluded.decide_days, hearing_days = excluded.hearing_days,
  hearing_decision_days = excluded.hearing_decision_days, notice_days = excluded.notice_days,
  minors_may_ask = excluded.minors_may_ask, version = amendment_terms.version + 1, changed_by = excluded.changed_by
where amendment_terms.version = :expected
returning version
""",
    int,
)


async def find_district_rules(session: Transaction) -> DistrictRules | None:
    """Returns the rules of the transaction's district; None where it has set none."""
    return await _FIND.first(session)


async def save_district_rules(
    session: Transaction, district_id: UUID, rules: AmendmentRules, *, changed_by: str, expected: int
) -> int | None:
    """Stores the rules; returns their version, or None where those before are not of the version that was expected."""
    version = await _SAVE.get(
        session,
        district_id=district_id,
        decide_days=rules.decide_days,
        hearing_days=rules.hearing_days,
        hearing_decision_days=rules.hearing_decision_days,
        notice_days=rules.notice_days,
        minors_may_ask=rules.minors_may_ask,
        changed_by=changed_by,
        expected=expected,
    )
    return version if version == expected + 1 else None
