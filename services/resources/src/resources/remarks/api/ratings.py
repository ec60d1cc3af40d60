"""`/resources/v1/items/{item_id}/versions/{version}/rating`: stars, and what is shown of them."""

from uuid import UUID

from fastapi import APIRouter

from resources.common.api import Reader
from resources.items.api.published import PREFIX, Version
from resources.remarks.schemas.ratings import NewStars, RatingShown
from resources.remarks.usecases import rating
from resources.remarks.usecases.rating import SeenRating
from shared.http.context import Now
from shared.http.session import Session

PATH = PREFIX + "/{item_id}/versions/{version}/rating"
router = APIRouter(tags=["ratings"])


@router.get(PATH)
async def get_item_rating(item_id: UUID, version: Version, caller: Reader, session: Session) -> RatingShown:
    """Get the stars of a version.

    Answers how many people of all districts have rated a version that you may see, the mean of their stars, and your
    own. It changes by at least ten people at once, so that nobody's stars are told apart; fewer are not shown.
    """
    return _shown(await rating.see_rating(session, caller, item_id, version))


@router.put(PATH)
async def set_item_rating(
    item_id: UUID, version: Version, sent: NewStars, caller: Reader, session: Session, now: Now
) -> RatingShown:
    """Give a version stars.

    Gives a version that you may see one to five stars, in place of those that you gave it before. Who rated is told to
    nobody. Only people give stars; to a district's system the answer is a 403.
    """
    return _shown(await rating.rate(session, caller, item_id, version, sent.stars, now))


@router.delete(PATH, status_code=204)
async def delete_item_rating(item_id: UUID, version: Version, caller: Reader, session: Session, now: Now) -> None:
    """Take your stars away.

    Takes the stars that you gave a version away. What is shown changes together with what others say.
    """
    await rating.take_rating_away(session, caller, item_id, version, now)


def _shown(seen: SeenRating) -> RatingShown:
    return RatingShown(**seen.summary._asdict(), own_stars=seen.own_stars)
