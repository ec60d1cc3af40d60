"""Writing that something has changed: of a learner, which pages ask competency for, of a gap, or of coaching."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from dashboards.common.queries.positions import TAKE_POSITIONS
from dashboards.stream.rules.coaching import Subject
from shared.db.query import Command, Transaction

_TELL_NEWS = Command(f"""
{TAKE_POSITIONS}
insert into learner_news as n (generation, district_id, learner_id, subject, changed_at, position)
select :generation, cast(:district_id as uuid), i.learner_id, i.subject, i.changed_at, head.before + i.place
from head, unnest(cast(:learners as uuid[]), cast(:subjects as text[]), cast(:changed as timestamptz[]))
  with ordinality as i(learner_id, subject, changed_at, place)
on conflict (generation, district_id, learner_id, subject) do update set changed_at = excluded.changed_at,
  position = excluded.position
where n.changed_at is distinct from excluded.changed_at
""")  # noqa: S608
_TELL_COACHING_NEWS = Command(f"""
{TAKE_POSITIONS}
insert into coaching_news as n (generation, district_id, subject, changed_at, position)
select :generation, cast(:district_id as uuid), :subject, :changed_at, head.before + 1 from head
on conflict (generation, district_id, subject) do update set changed_at = excluded.changed_at,
  position = excluded.position
where n.changed_at is distinct from excluded.changed_at
""")  # noqa: S608
_TELL_GAP_NEWS = Command(f"""
{TAKE_POSITIONS}
insert into gap_news as n (generation, district_id, gap_id, changed_at, position)
select :generation, cast(:district_id as uuid), i.gap_id, :changed_at, head.before + i.place
from head, unnest(cast(:gaps as uuid[])) with ordinality as i(gap_id, place)
on conflict (generation, district_id, gap_id) do update set changed_at = excluded.changed_at,
  position = excluded.position
""")  # noqa: S608


async def record_news(
    session: Transaction, generation: int, district_id: UUID, news: Sequence[tuple[UUID, str, datetime]]
) -> None:
    """News of (learner, subject, when it changed), in order, the last of a key winning; each at a stream position of
    its own. What is told again keeps its position.
    """
    latest: dict[tuple[UUID, str], datetime] = {}
    for learner_id, subject, changed_at in news:
        latest.pop((learner_id, subject), None)
        latest[learner_id, subject] = changed_at
    learners, subjects = zip(*latest, strict=True)
    await _TELL_NEWS.run(
        session, generation=generation, district_id=district_id, count=len(latest), learners=list(learners),
        subjects=list(subjects), changed=list(latest.values()),
    )  # fmt: skip


async def record_gap_news(
    session: Transaction, generation: int, district_id: UUID, gaps: Sequence[UUID], changed_at: datetime
) -> None:
    """That these gaps' timelines have changed, each at a stream position of its own."""
    await _TELL_GAP_NEWS.run(
        session, generation=generation, district_id=district_id, count=len(gaps), gaps=list(gaps),
        changed_at=changed_at,
    )  # fmt: skip


async def record_coaching_news(
    session: Transaction, generation: int, district_id: UUID, subject: Subject, changed_at: datetime
) -> None:
    """That this subject of coaching has changed, at the next stream position. What is told again keeps its position."""
    await _TELL_COACHING_NEWS.run(
        session, generation=generation, district_id=district_id, count=1, subject=subject, changed_at=changed_at
    )
