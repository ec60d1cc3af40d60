"""`trellis`: what an operator runs.

`trellis <service> migrate | api | worker | run | outbox | mail | dead-letter … | republish`, and `trellis all run` for
every installed service in one process. Services are found by their entry points, so that an image holds just the ones
installed in it; and so are the commands of whoever develops, which devstack brings.

Alembic is imported by the commands that migrate: those that serve would carry it for nothing.
"""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import entry_points
from typing import Annotated, NamedTuple
from uuid import UUID

import typer

from shared.db.database import Database
from shared.db.query import Query
from shared.events import dead_letter, gaps
from shared.events.apply import Subscription
from shared.events.republish import raise_incarnation, republish_all
from shared.outgoing.mail.waiting import find_waiting
from shared.run.process import serve
from shared.run.service import Service


class WaitingTopic(NamedTuple):
    """How many events of a topic wait in the outbox, and since when the oldest does."""

    topic: str
    rows: int
    oldest: datetime


_WAITING = Query(
    """
select topic, count(*) as rows, min(occurred_at) as oldest from outbox group by topic order by topic
""",
    WaitingTopic,
)


def installed_services(only: str | None = None) -> dict[str, Service]:
    """The services of this installation; with `only`, that one alone is imported, where it is there."""
    points = {point.name: point for point in entry_points(group="trellis.services")}
    if only in points:
        return {only: points[only].load()}
    return {name: points[name].load() for name in sorted(points)}


def build() -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
    commands = {point.name: point for point in entry_points(group="trellis.commands")}
    for name, point in commands.items():
        app.command(name)(point.load())
    chosen = sys.argv[1] if len(sys.argv) > 1 else None
    services = {} if chosen in commands else installed_services(chosen)
    for service in services.values():
        app.add_typer(_commands_of(service), name=service.name)
    app.add_typer(_commands_of_all(list(services.values())), name="all")
    return app


def main() -> None:
    build()()


def _commands_of_all(services: Sequence[Service]) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True, help="Every installed service in one process.")

    @app.command()
    def run() -> None:
        """Serve and work, all in one process."""
        serve(services, api=True, worker=True, documentation=True)

    @app.command()
    def api() -> None:
        """Answer every service's requests in one process; workers run apart."""
        serve(services, api=True, worker=False, documentation=True)

    @app.command("migrate")
    def _migrate() -> None:
        """Bring every database to the newest revision."""
        from shared.migrations import migrate

        for service in services:
            migrate(service)

    return app


def _commands_of(service: Service) -> typer.Typer:
    app = service.commands or typer.Typer(no_args_is_help=True, help=f"The {service.name} service.")

    @app.command()
    def api() -> None:
        """Answer requests."""
        serve([service], api=True, worker=False)

    @app.command()
    def worker() -> None:
        """Relay the outbox, consume events, run the jobs."""
        serve([service], api=False, worker=True)

    @app.command()
    def run() -> None:
        """Both in one process."""
        serve([service], api=True, worker=True)

    @app.command("migrate")
    def _migrate(
        sql: Annotated[bool, typer.Option(help="print the SQL instead of running it")] = False,
    ) -> None:
        """Bring the database to the newest revision, as its owner."""
        from shared.migrations import migrate, migration_sql

        if sql:
            migration_sql(service)
        else:
            migrate(service)

    @app.command("draft-migration")
    def _draft(message: str) -> None:
        """Write a migration from the difference between the models and the database, to be read and mended."""
        from shared.migrations import draft

        draft(service, message)

    @app.command()
    def outbox() -> None:
        """What waits to be sent to Kafka, by topic."""
        asyncio.run(_show_outbox(service))

    if "mail" in service.metadata.tables:

        @app.command()
        def mail() -> None:
            """How many messages wait to be mailed, and since when the oldest does."""
            asyncio.run(_show_mail(service))

    @app.command()
    def republish(
        restored: Annotated[
            bool,
            typer.Option(help="the database was restored from a backup: raise the incarnation first, as its owner"),
        ] = False,
    ) -> None:
        """Emit one snapshot per key, from which every reader can start afresh; cut off half way, run it again."""
        asyncio.run(_republish(service, restored))

    app.add_typer(_dead_letters(service), name="dead-letter")
    return app


def worker_database(service: Service) -> Database:
    settings = service.read_settings()
    url = settings.worker_database_url.get_secret_value()
    return Database(url, settings, application=f"trellis-{service.name}-operator", pool=2)


def _dead_letters(service: Service) -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True, help="Keys that wait: one of their records cannot be applied, or does not come."
    )

    @app.command("list")
    def _list() -> None:
        """The first waiting record of each poisoned key; and keys that have waited too long for a missing record."""
        asyncio.run(_list_dead_letters(service))

    @app.command()
    def retry(event_id: UUID) -> None:
        """Apply the waiting records of the event's key again, in order."""
        typer.echo(f"{asyncio.run(_resume(service, event_id, None))} applied")

    @app.command()
    def skip(event_id: UUID, reason: Annotated[str, typer.Option(help="why it may be left out; kept")]) -> None:
        """Leave this record out and apply those behind it."""
        typer.echo(f"{asyncio.run(_resume(service, event_id, reason))} applied")

    return app


async def _list_dead_letters(service: Service) -> None:
    database = worker_database(service)
    try:
        for subscription in service.subscriptions:
            for letter in await dead_letter.list_dead_letters(database, subscription.consumer):
                typer.echo(json.dumps(letter._asdict(), default=str))
            for gap in await gaps.list_gaps(database, subscription.consumer, service.read_settings().gap_seconds):
                typer.echo(json.dumps(asdict(gap), default=str))
    finally:
        await database.close()


async def _resume(service: Service, event_id: UUID, reason: str | None) -> int:
    database = worker_database(service)
    try:
        for subscription in service.subscriptions:
            applied = await _resume_one(database, subscription, event_id, reason)
            if applied is not None:
                return applied
        raise SystemExit(
            f"No poisoned record {event_id} waits in {service.name}. See `trellis {service.name} dead-letter list`."
        )
    finally:
        await database.close()


async def _resume_one(database: Database, subscription: Subscription, event_id: UUID, reason: str | None) -> int | None:
    try:
        if reason is None:
            return await dead_letter.retry(database, subscription, event_id)
        return await dead_letter.skip(database, subscription, event_id, reason)
    except dead_letter.NothingParked:
        return None


async def _show_outbox(service: Service) -> None:
    database = worker_database(service)
    try:
        async with database.transaction(None) as session:
            for row in await _WAITING.all(session):
                typer.echo(json.dumps({"topic": row.topic, "rows": row.rows, "oldest": str(row.oldest)}))
    finally:
        await database.close()


async def _show_mail(service: Service) -> None:
    database = worker_database(service)
    try:
        async with database.transaction(None) as session:
            found = await find_waiting(session)
        typer.echo(json.dumps({"messages": found.messages, "oldest": found.oldest and str(found.oldest)}))
    finally:
        await database.close()


async def _republish(service: Service, restored: bool) -> None:
    if restored:
        await _tell_of_the_restore(service)
    if service.republish is None:
        if restored:
            return
        raise SystemExit(f"{service.name} publishes nothing that has a state.")
    database, total = worker_database(service), 0
    try:
        async for district_id, count in republish_all(database, service.republish):
            typer.echo(f"{district_id}: {count}")
            total += count
        typer.echo(f"{total} snapshots on their way")
    finally:
        await database.close()


async def _tell_of_the_restore(service: Service) -> None:
    settings = service.read_settings()
    if settings.owner_database_url is None:
        raise SystemExit(
            f"Set {service.name.upper()}_OWNER_DATABASE_URL: only the owner role may raise the incarnation."
        )
    url = settings.owner_database_url.get_secret_value()
    owner = Database(url, settings, application=f"trellis-{service.name}-operator", pool=1)
    try:
        typer.echo(f"incarnation {await raise_incarnation(owner)}")
    finally:
        await owner.close()
