"""Alembic's entry; all of it is in `shared.migrations`."""

from alembic import context

from coaching.main import service
from shared.migrations import run_environment

run_environment(context, service.metadata)  # type: ignore[arg-type]
