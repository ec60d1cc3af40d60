"""Logs, traces, metrics and heartbeats. Every metric of the platform is declared here, once, with what it means."""

import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from opentelemetry import context, trace
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Gauge, Histogram

from shared.settings import TelemetrySettings
from shared.values.quoting import without_rows

# Requests, by service and outcome. No district or learner ever becomes a label.
REQUESTS = Histogram(
    "trellis_request_seconds", "time to answer a request", ["service", "method", "status"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)  # fmt: skip
# Outbox rows acknowledged by Kafka and deleted.
OUTBOX_PUBLISHED = Counter("trellis_outbox_published_total", "outbox rows sent to Kafka", ["source"])
# Messages in a service's queue of mail, and how long the oldest has been there. Alert on its age, for mail goes out
# within seconds: `trellis <service> mail` says the same.
MAIL_WAITING = Gauge("trellis_mail_waiting", "messages that wait to be mailed", ["service"])
MAIL_OLDEST = Gauge("trellis_mail_oldest_seconds", "how long the oldest of them has waited", ["service"])
# Waves of pilots whose gate was to be decided by a day that has passed. Alert on any for a day: somebody keeps waiting.
WAVES_PAST_GATE = Gauge("trellis_waves_past_gate", "waves past their gate without a decision", ["service"])
# Events taken in, by what became of them: applied, duplicate, stale, ignored, parked, undecodable.
EVENTS_CONSUMED = Counter("trellis_events_consumed_total", "records read by a consumer", ["consumer", "outcome"])
# Records between a consumer's offset and the end of its partitions.
CONSUMER_LAG = Gauge("trellis_consumer_lag_records", "records not yet applied", ["consumer", "topic"])
# Keys whose records wait for an operator or for a missing one.
KEYS_PARKED = Gauge("trellis_keys_parked", "keys parked", ["consumer"])
# Of those, keys that have waited for a missing one longer than `<SERVICE>_GAP_SECONDS`. Alert on any for some minutes:
# `trellis <service> dead-letter list` names them and says what to do.
KEYS_WITH_GAP = Gauge("trellis_keys_with_gap", "keys that wait too long for a missing record", ["consumer"])
# Seconds the event loop was late for a timer; long ones mean that something blocks it.
LOOP_LAG = Gauge("trellis_event_loop_lag_seconds", "delay of the event loop")
# Requests that shared one transaction.
SHARED_WRITES = Histogram(
    "trellis_shared_write_requests",
    "requests in one transaction",
    ["service"],
    buckets=(1, 2, 4, 8, 16, 32, 64),
)
# Jobs by the clock, by outcome.
JOB_RUNS = Counter("trellis_job_runs_total", "runs of a job", ["job", "outcome"])

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)

_W3C = TraceContextTextMapPropagator()
_NEW_IDS = RandomIdGenerator()


def spans_go_out() -> bool:
    """Whether traces are switched on (`configure_traces`)."""
    return not isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)


def traceparent() -> str | None:
    """The trace in which something is being done, in W3C's form: to be kept for what is done about it later."""
    carrier: dict[str, str] = {}
    _W3C.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def in_trace(given: str | None) -> Iterator[None]:
    """What is done in the block belongs to the trace of this `traceparent`, whether spans go out or not: logs name it,
    events carry it, other services are asked in it. Without one, or with one that is none, it is a trace of its own.
    """
    found = _W3C.extract({"traceparent": given} if given else {}, context.Context())
    if not trace.get_current_span(found).get_span_context().is_valid:
        new = trace.SpanContext(_NEW_IDS.generate_trace_id(), _NEW_IDS.generate_span_id(), is_remote=False)
        found = trace.set_span_in_context(trace.NonRecordingSpan(new), context.Context())
    token = context.attach(found)
    try:
        yield
    finally:
        context.detach(token)


class Heartbeat:
    """Says when a loop last went round; the watchdog ends the process when one has stopped doing so."""

    all: "list[Heartbeat]" = []  # noqa: RUF012 - the process's loops, on purpose

    def __init__(self, name: str, *, limit_seconds: float = 120) -> None:
        self.name = name
        self._limit = limit_seconds
        self._last = time.monotonic()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """The watchdog looks at it from here to the end of the block."""
        self.beat()
        Heartbeat.all.append(self)
        try:
            yield
        finally:
            Heartbeat.all.remove(self)

    def beat(self) -> None:
        self._last = time.monotonic()

    @property
    def silent_for(self) -> float:
        return time.monotonic() - self._last

    @property
    def dead(self) -> bool:
        return self.silent_for > self._limit


def configure_logs(settings: TelemetrySettings) -> None:
    """One JSON object a line on standard output, for our own loggers and for every library's."""
    shared_steps: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_trace,
        structlog.processors.format_exc_info,
        _without_rows,
    ]
    structlog.configure(
        processors=[*shared_steps, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared_steps,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    for name in ("httpx", "aiokafka.consumer.subscription_state"):
        logging.getLogger(name).setLevel(logging.WARNING)  # each call and each assignment is no news


def _with_trace(_: Any, __: str, entry: dict[str, Any]) -> dict[str, Any]:
    span = trace.get_current_span().get_span_context()
    if span.is_valid:
        entry["trace_id"] = f"{span.trace_id:032x}"
    if (current := request_id.get()) is not None:
        entry["request_id"] = current
    return entry


def _without_rows(_: Any, __: str, entry: dict[str, Any]) -> dict[str, Any]:
    return {name: without_rows(value) if isinstance(value, str) else value for name, value in entry.items()}


def configure_traces(settings: TelemetrySettings, service: str) -> None:
    """Spans go out by OTLP where that is switched on; FastAPI makes the server spans by itself."""
    if not settings.traces:
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"trellis-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
