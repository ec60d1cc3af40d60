"""What people do on the pages of adoptions."""

from typing import Any

from services.dashboards.tests.library.desk_forms import post
from services.dashboards.tests.readiness.reading import form_of, read

ADOPTIONS = "/library/adoptions"
OFFERS = "/library/offers"


async def adopt(client: Any, item_id: str, how: str = "pinned") -> str:
    """Adopts an item; the page to which that leads."""
    page = f"/library/items/{item_id}/adopt"
    form = form_of(await read(client, page), f'action="{page}"')
    answer = await post(client, page, form | {"how": how})
    return str(answer.headers["location"])


async def adapted(client: Any, item_id: str) -> tuple[str, str]:
    """Adopts an item to change it; the page of the adoption, and the id of the own item."""
    desk = await adopt(client, item_id, "adapted")
    listed = await read(client, f"{ADOPTIONS}?state=adapted")
    [adoption] = {one.partition('"')[0] for one in listed.split(f'href="{ADOPTIONS}/')[1:]}
    return f"{ADOPTIONS}/{adoption}", desk.rpartition("/")[2]


async def choose(client: Any, page: str, status: int, do: str, **chosen: str) -> Any:
    """Sends the form of what upstream has changed, with what is chosen at some places."""
    form = form_of(await read(client, f"{page}/changes"), 'id="choices"')
    typed = {f"at:{path.replace('__', '/')}": how for path, how in chosen.items()}
    return await post(client, f"{page}/changes", form | typed | {"do": do}, status)
