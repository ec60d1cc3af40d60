"""Alembic's entry; all of it is in `shared.migrations`."""

from alembic import context

from resources.common.models import metadata
from shared.migrations import run_environment

run_environment(context, metadata)  # type: ignore[arg-type]
