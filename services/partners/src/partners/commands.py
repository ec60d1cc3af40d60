"""`trellis partners bootstrap | renew-client | grant-client | rotate-keys`."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from partners.identity.usecases import keys, regain
from partners.identity.usecases.bootstrap import BootstrapRefused
from partners.identity.usecases.bootstrap import bootstrap as make_first
from partners.settings import PartnersSettings
from shared.db.database import Database
from shared.errors import Problem
from shared.values.clock import utc_now

commands = typer.Typer(no_args_is_help=True, help="The partners service.")

Made = TypeVar("Made")


@commands.command()
def bootstrap(
    district: Annotated[str, typer.Option(help="the first district's name")],
    operator: Annotated[str, typer.Option(help="the user name its operator signs in by")],
    add: Annotated[bool, typer.Option("--add", help="although the platform has an operator already")] = False,
) -> None:
    """Make the first signing key, a district, its operator and its administrator client; prints them once, as JSON."""
    settings = _settings()

    async def act(session: AsyncSession) -> str:
        key_secret = settings.key_secret.get_secret_value()
        made = await make_first(session, district, operator, key_secret=key_secret, now=utc_now(), add=add)
        return json.dumps(asdict(made), default=str)

    try:
        typer.echo(asyncio.run(_in_transaction(settings, act)))
    except BootstrapRefused as refused:
        raise SystemExit(str(refused)) from None
    except Problem as problem:
        raise SystemExit(problem.detail) from None


@commands.command("rotate-keys")
def rotate_keys() -> None:
    """Publish a new signing key. It signs once every service knows it; the old one goes after its last token."""
    settings = _settings()

    async def act(session: AsyncSession) -> str:
        return await keys.add_key(session, settings.key_secret.get_secret_value(), utc_now())

    typer.echo(asyncio.run(_in_transaction(settings, act)))


@commands.command("renew-client")
def renew_client(client_id: Annotated[UUID, typer.Argument(help="the client's id")]) -> None:
    """Give a client another secret and make it active; for whoever has lost the last one. Prints it once, as JSON."""
    _regain(lambda session: regain.renew_client(session, client_id, utc_now()))


@commands.command("grant-client")
def grant_client(
    district: Annotated[str, typer.Option(help="the name of a district that is registered")],
    platform: Annotated[bool, typer.Option("--platform", help="it may register districts, too")] = False,
) -> None:
    """Make a new administrator client of a district that has none it can use. Prints its secret once, as JSON."""
    _regain(lambda session: regain.grant_client(session, district, platform=platform))


def _regain(act: Callable[[AsyncSession], Awaitable[regain.Regained]]) -> None:
    try:
        made = asyncio.run(_in_transaction(_settings(), act))
    except Problem as problem:
        raise SystemExit(problem.detail) from None
    notice = f"A secret was made for the client {made.client_id} ({made.client}) of {made.district}."
    typer.echo(f"{utc_now().isoformat(timespec='seconds')} {notice}", err=True)
    typer.echo(json.dumps(asdict(made), default=str))


def _settings() -> PartnersSettings:
    return PartnersSettings.for_service("partners")


async def _in_transaction(settings: PartnersSettings, act: Callable[[AsyncSession], Awaitable[Made]]) -> Made:
    url = settings.worker_database_url.get_secret_value()
    database = Database(url, settings, application="trellis-partners-operator", pool=1)
    try:
        async with database.transaction(None) as session:
            return await act(session)
    finally:
        await database.close()
