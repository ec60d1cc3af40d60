"""What the routes and loops of files stand on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends

from resources.settings import ResourcesSettings
from resources.store.opening import open_store
from resources.store.port import Store
from shared.http.context import Context, Kept, context_of

ResourcesContext = Context[ResourcesSettings]
InContext = Annotated[ResourcesContext, Depends(context_of)]

STORE = Kept[Store]("the store of files")
InStore = Annotated[Store, Depends(STORE)]


@asynccontextmanager
async def with_store(context: ResourcesContext) -> AsyncIterator[None]:
    context.keep(STORE, open_store(context.settings))
    yield
