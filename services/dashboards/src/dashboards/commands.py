"""What an operator runs: `trellis dashboards rebuild`."""

from typing import Annotated

import typer

from dashboards.handlers import read_models, rebuilding
from dashboards.rebuild.usecases import RebuildRefused, Rebuilt, rebuild
from dashboards.settings import DashboardsSettings
from shared.db.database import Database
from shared.run.long_work import run_long
from shared.settings import KafkaSettings

app = typer.Typer(no_args_is_help=True, help="The dashboards service.")
_POOL = 8


@app.command("rebuild")
def _rebuild(
    compare: Annotated[
        bool, typer.Option(help="keep the live model, and fail, unless the rebuilt one equals it")
    ] = False,
) -> None:
    """Build the read models again from Kafka, beside the live ones, and swap them in."""
    try:
        done = run_long(_run(compare))
    except RebuildRefused as refused:
        raise SystemExit(str(refused)) from refused
    rate = done.records / done.seconds if done.seconds else 0
    typer.echo(f"{done.records} records in {done.seconds:.1f} s ({rate:.0f}/s); generation {done.epoch} is live")


async def _run(compare: bool) -> Rebuilt:
    settings = DashboardsSettings.for_service("dashboards")
    database = Database(
        settings.worker_database_url.get_secret_value(), settings, application="trellis-dashboards-rebuild", pool=_POOL
    )
    try:
        return await rebuild(database, KafkaSettings(), read_models, rebuilding, compare=compare)
    finally:
        await database.close()
