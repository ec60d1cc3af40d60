"""An instrument survives JSON and the database, whatever it says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pydantic import ValidationError

from readiness.instruments.queries.instruments import add_instrument
from readiness.instruments.queries.versions import add_version, find_version
from readiness.instruments.rules.instrument import Instrument
from readiness.instruments.schemas.content import (
    InstrumentContent,
    content_hash,
    content_of,
    instrument_from_stored,
    instrument_of,
    stored_content,
)
from services.readiness.tests.instruments.instrument_pieces import ORIGIN, SMALL, few, instruments
from shared.testing import DISTRICT_A, RunningService
from shared.values.ids import new_id

DEMO = Path(__file__).parents[4] / "demo" / "readiness_instrument.json"
NOW = datetime(2026, 11, 2, tzinfo=UTC)


@few
@given(instruments())
def test_any_instrument_comes_back_from_json_the_same(instrument: Instrument) -> None:
    sent = content_of(instrument).model_dump_json()
    assert instrument_of(InstrumentContent.model_validate_json(sent)) == instrument


@few
@given(instruments())
def test_any_instrument_comes_back_from_what_is_stored_the_same(instrument: Instrument) -> None:
    stored = json.loads(stored_content(instrument))
    assert "origin" not in stored
    assert instrument_from_stored(stored, instrument.origin) == instrument


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(instrument=instruments())
async def test_any_instrument_comes_back_from_the_database_the_same(
    running: RunningService, instrument: Instrument
) -> None:
    id_ = new_id()
    async with running.worker.transaction(DISTRICT_A) as session:
        await add_instrument(session, DISTRICT_A, id_, instrument.origin, adopted=False, at=NOW, by="t")
        await add_version(session, DISTRICT_A, id_, 1, instrument, "published", revision=1, at=NOW, by="t")
        found = await find_version(session, id_, 1)
    assert found is not None
    assert (found.content, found.record.version, found.record.state) == (instrument, 1, "published")
    assert found.record.content_hash == content_hash(stored_content(found.content))


def test_the_same_content_has_the_same_hash_wherever_it_came_from_and_however_its_numbers_are_written() -> None:
    weighted = replace(SMALL, sections=tuple(replace(one, weight=Decimal("1.50")) for one in SMALL.sections))
    written = replace(SMALL, sections=tuple(replace(one, weight=Decimal("1.5")) for one in SMALL.sections))
    assert stored_content(weighted) == stored_content(replace(written, origin=ORIGIN))
    assert content_hash(stored_content(weighted)) != content_hash(stored_content(SMALL))


def test_the_demos_instrument_is_taken_as_it_is() -> None:
    content = InstrumentContent.model_validate_json(DEMO.read_bytes())
    assert content_of(instrument_of(content)) == content


CONTENT: dict[str, Any] = json.loads(content_of(SMALL).model_dump_json())


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "Readiness"), ("title", {"en": 3}), ("title", {"en": "\0"}), ("title", {"en": "\ud800"}),
        ("title", {"": "x"}), ("title", {"en": "x" * 10_001}), ("languages", "en"), ("extra", 1),
        ("roles", [{"role": "janitor", "minimum": 3}]), ("roles", [{"role": "leader"}]),
        ("roles", [{"role": "leader", "minimum": True}]),
        ("roles", [{"role": "leader", "minimum": 3, "weight": "1e3"}]),
        ("roles", [{"role": "leader", "minimum": 3, "weight": 0.0000001}]), ("editorial", [None]),
        ("sections", None), ("sections", [{"key": "a", "title": {}}]), ("origin", {"instrument_id": "x", "version": 1}),
    ],
)  # fmt: skip
def test_what_is_no_instrument_at_all_is_refused_with_its_place(path: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        InstrumentContent.model_validate(CONTENT | {path: value})
    assert {error["loc"][0] for error in refused.value.errors()} == {path}
