"""One trace from a request over the outbox and the log to what a handler publishes, whether spans go out or not."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from noted.events import make_event
from noted.main import service
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from sqlalchemy import text

from shared.db.database import Database
from shared.events.apply import Subscription
from shared.events.event import Received
from shared.events.outbox import publish
from shared.run import edge
from shared.run.edge import OuterMiddleware
from shared.run.jobs import Job, JobRunner
from shared.settings import HttpSettings
from shared.telemetry import in_trace, traceparent
from shared.testing import DISTRICT_A, Deliveries
from shared.testing.deliveries import as_sent

ONE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
OTHER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def id_of(given: str | None) -> str:
    assert given is not None
    return given.split("-")[1]


class Answering:
    """Stands where an app does and notes the trace in which each request reaches it."""

    def __init__(self) -> None:
        self.closing = asyncio.Event()
        self.heard: list[str | None] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.heard.append(traceparent())
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


async def ask(app: Answering, given: str | None = None) -> None:
    headers = [] if given is None else [(b"traceparent", given.encode("latin-1"))]
    stands_for_it: Any = app
    around: Any = OuterMiddleware(stands_for_it, service, HttpSettings())
    async with httpx.AsyncClient(transport=httpx.ASGITransport(around), base_url="http://test") as client:
        assert (await client.get("/noted/v1/notes", headers=headers)).status_code == 204


async def outbox(worker: Database) -> list[Any]:
    async with worker.transaction(None) as session:
        return list(await session.execute(text("select * from outbox order by id")))


async def test_a_request_is_done_in_the_trace_that_it_names() -> None:
    app = Answering()
    await ask(app, ONE)
    await ask(app, OTHER)
    assert app.heard == [ONE, OTHER]
    assert traceparent() is None


async def test_a_request_that_names_no_trace_is_one_of_its_own() -> None:
    app = Answering()
    await ask(app)
    await ask(app)
    first, second = map(id_of, app.heard)
    assert first != second


@pytest.mark.parametrize("given", ["", "x", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", ONE + "é", "ff" + ONE[2:]])
async def test_what_is_no_trace_is_replaced(given: str) -> None:
    app = Answering()
    await ask(app, given)
    assert app.heard[0] is not None
    assert app.heard[0] != given


async def test_where_spans_go_out_the_first_of_a_trace_is_left_to_who_makes_them(monkeypatch: Any) -> None:
    app = Answering()
    monkeypatch.setattr(edge, "spans_go_out", lambda: True)
    await ask(app)
    await ask(app, ONE)
    assert app.heard == [None, ONE]


def test_a_span_within_belongs_to_the_trace() -> None:
    with in_trace(ONE):
        span = TracerProvider().get_tracer("test").start_span("within")
        assert f"{span.get_span_context().trace_id:032x}" == id_of(ONE)
    assert not trace.get_current_span().get_span_context().is_valid


class Echo:
    """Publishes one event for each that it hears."""

    def __init__(self, worker: Database) -> None:
        self.worker = worker
        self.heard, self.told = make_event(), make_event()
        self.calls: list[list[str | None]] = []

    async def handle(self, session: Any, events: Sequence[Received[Any]]) -> None:
        self.calls.append([event.traceparent for event in events])
        await publish(session, DISTRICT_A, *(self.told(note=event.data.note) for event in events))

    async def hear(self, *traces: str | None, by_trace: bool) -> list[tuple[str, str | None]]:
        """What was told, and in which trace, of one batch of events of these traces."""
        subscription = Subscription("reader", {self.heard: self.handle}, by_trace=by_trace)
        deliveries = Deliveries(subscription, self.worker)
        raw = [
            replace(deliveries.record(DISTRICT_A, self.heard(note=f"{n}"), traceparent=one), partition=0)
            for n, one in enumerate(traces)
        ]
        await deliveries.deliver(*raw)
        return [(row.key, row.traceparent) for row in await outbox(self.worker)]


async def test_what_a_handler_publishes_belongs_to_the_trace_of_what_it_heard(worker: Database) -> None:
    echo = Echo(worker)
    told = await echo.hear(ONE, OTHER, OTHER, ONE, by_trace=True)
    assert told == [("0", ONE), ("1", OTHER), ("2", OTHER), ("3", ONE)]
    assert echo.calls == [[ONE], [OTHER, OTHER], [ONE]]


async def test_many_events_at_once_belong_to_a_trace_where_they_share_it(worker: Database) -> None:
    assert await Echo(worker).hear(ONE, ONE, by_trace=False) == [("0", ONE), ("1", ONE)]


async def test_many_events_at_once_of_several_traces_belong_to_none(worker: Database) -> None:
    assert await Echo(worker).hear(ONE, OTHER, by_trace=False) == [("0", None), ("1", None)]


async def test_a_trace_goes_through_the_outbox_and_the_log_and_on(app: Database, worker: Database) -> None:
    echo = Echo(worker)
    with in_trace(ONE):
        async with app.transaction(DISTRICT_A) as session:
            await publish(session, DISTRICT_A, echo.heard(note="k"))
    [row] = await outbox(worker)
    await Deliveries(Subscription("reader", {echo.heard: echo.handle}), worker).deliver(as_sent(row))
    _, answer = await outbox(worker)
    assert (answer.event_type, answer.traceparent) == (echo.told.event_type, ONE)


async def test_each_run_of_a_job_is_a_trace_of_its_own(worker: Database) -> None:
    event = make_event()
    found: list[str | None] = []

    async def work(session: Any) -> bool:
        found.append(traceparent())
        await session.execute(text("select set_config('app.district_id', :d, true)"), {"d": str(DISTRICT_A)})
        await publish(session, DISTRICT_A, event(note="k"))
        return False

    runner = JobRunner([Job("tell", 60, work)], worker, holder="test")
    for _ in range(2):
        await runner.run_once(Job("tell", 60, work))
    assert runner.leases.held == {}
    assert [row.traceparent for row in await outbox(worker)] == found
    assert len({id_of(one) for one in found}) == 2
