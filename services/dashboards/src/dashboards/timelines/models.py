"""What has been told of gaps, of results that assess them again, and of the district's coaches."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from dashboards.common.models import ReadModel
from shared.values.json_types import JsonObject


class GapStep(ReadModel):
    """One thing that was told of a gap: by readiness where it is the district's own, by coaching where it is a
    partner's, too. `of_id` and `number` say of what: the assessment and its result, the match, the action, the meeting.

    `said` is what was told, in ids, codes and figures. `moment` and `trace_id` are those of the first telling, and
    absent where it is known only from having been told again.
    """

    __tablename__ = "gap_step"

    gap_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    of_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    day: Mapped[date]
    moment: Mapped[datetime | None]
    trace_id: Mapped[str | None]
    said: Mapped[JsonObject]


class ScoredAssessment(ReadModel):
    """A result of an assessment. It belongs to every gap of its instrument in that district or school, whichever of
    them is told first.
    """

    __tablename__ = "scored_assessment"

    assessment_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    instrument_id: Mapped[UUID]
    level: Mapped[str]
    site_id: Mapped[UUID | None]
    day: Mapped[date]
    moment: Mapped[datetime | None]
    trace_id: Mapped[str | None]
    said: Mapped[JsonObject]


class Coach(ReadModel):
    """Who of the district's people a coach is."""

    __tablename__ = "coach"

    coach_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    person_id: Mapped[UUID]
