"""An action that one district says is done waits on the start page of the other's leaders, and of nobody else's."""

import re

import pytest

from services.dashboards.tests.coaching.engagements.engaging import Engaging
from services.dashboards.tests.readiness.reading import read


def waiting(text: str) -> list[str]:
    """What waits, by the addresses to which the list leads."""
    listed = text.partition('<ul class="waiting">')[2].partition("</section>")[0]
    return re.findall(r'href="([^"]+)"', listed)


@pytest.mark.parametrize("first", ["host", "partner"])
async def test_what_one_district_says_is_done_waits_for_the_other_until_it_says_so_too(
    engaging: Engaging, first: str
) -> None:
    action = await engaging.acting.agreed()
    page = action.replace("/coaching/v1/actions", "/coaching-actions")
    both = (engaging.two.host, engaging.host), (engaging.two.partner, engaging.partner)
    (one, visit_one), (other, visit_other) = both if first == "host" else both[::-1]
    async with visit_one() as at_one, visit_other() as at_other:
        assert page not in [*waiting(await read(at_one, "/")), *waiting(await read(at_other, "/"))]
        assert (await engaging.acting.act(one, action, "confirm")).status_code == 200
        assert page in waiting(await read(at_other, "/"))
        assert page not in waiting(await read(at_one, "/"))
        assert (await engaging.acting.act(other, action, "confirm")).status_code == 200
        assert page not in waiting(await read(at_other, "/"))
