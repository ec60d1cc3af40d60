"""What two generations are compared by sees every field that they keep."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, text
from sqlalchemy.dialects.postgresql import JSONB

from dashboards.common.models import DistrictPosition
from dashboards.common.queries import writing
from dashboards.frameworks.models import Item
from dashboards.models import READ_MODELS
from dashboards.progress.models import LearnerMastery
from dashboards.rebuild import queries
from dashboards.rebuild.usecases import fingerprint
from dashboards.stream.models import CoachingNews, GapNews, LearnerNews
from services.dashboards.tests import gaps_told
from services.dashboards.tests.small_district import safeguarding

_OTHER = {
    str: "'other'", bool: "not {0}", int: "coalesce({0}, 0) + 7", UUID: "gen_random_uuid()", Decimal: "7.77",
    datetime: "now() + interval '1 year'", date: "current_date + 3000",
}  # fmt: skip


def _other(column: Any) -> str:
    """SQL for a value that the column does not hold."""
    if isinstance(column.type, JSONB):
        return """'["other"]'"""
    if isinstance(column.type, ARRAY):
        return f"array_append({column.name}, null)"
    return _OTHER[column.type.python_type].format(column.name)


class _Undone(Exception):
    """Leaves a transaction without what was done in it."""


async def test_a_fingerprint_sees_every_field_of_every_model(world: Any, story: Any) -> None:
    database, district_id = world.running.worker, uuid4()
    events = [*story["roster"](), *story["framework"](), *story["network"](), world.mastery("ana", "MA.NQ.1", "3")]
    events += [*gaps_told.whole_story(), gaps_told.joined(), safeguarding()]
    await world.tell(*events, district_id=district_id)
    before = await fingerprint(database, 1, [district_id])
    for model in READ_MODELS:
        for name in writing.columns(model):
            if model in (DistrictPosition, LearnerNews, GapNews, CoachingNews) or (model, name) in (
                (LearnerMastery, "position"),
                (Item, "words"),
            ):
                continue
            table = model.__tablename__
            some = f"where ctid = (select min(ctid) from {table})"
            with suppress(_Undone):
                async with database.transaction(district_id) as session:
                    other = _other(model.__table__.columns[name])
                    await session.execute(text(f"update {table} set {name} = {other} {some}"))
                    after = await queries.fingerprint(session, 1, district_id)
                    raise _Undone
            assert after[table] != before[f"{district_id} {table}"], (table, name)
    assert await fingerprint(database, 1, [district_id]) == before
