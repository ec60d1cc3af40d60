"""What the page of an item shows of what readers say."""

from typing import Any

from dashboards.common.pages.render import short_id
from dashboards.library.answers import PublishedItem
from dashboards.library.remarks.client import Remarks
from dashboards.readiness.forms import Sending
from dashboards.roster.dependencies import PageOfCaller
from dashboards.roster.usecases.names import names_of


async def remarks_shown(
    page: PageOfCaller, one: PublishedItem | None, remarks: Remarks, sending: Sending, saying: str
) -> dict[str, Any]:
    """Stars, comments with their authors' names as far as these are told, and the reader's own reports. `sent` is what
    was typed into one form.
    """
    people = {said.person_id for said in remarks.comments_made if said.person_id is not None}
    names = await names_of(page.session, page.caller, sorted(people))
    about = sending.fields.get("comment_id", "") if sending.fields is not None else ""

    def sent(of: str, comment_id: object = "") -> Sending:
        return sending if (of, str(comment_id)) == (saying, about) else Sending()

    return {
        "rating": remarks.rating.answer, "rates": page.caller.person_id is not None,
        "comments": remarks.comments.answer, "reports": remarks.reports.answer,
        "names": {each: names.get(each) or page.l10n.gettext("Person %(id)s", id=short_id(each)) for each in people},
        "hides": _hides(page, one, remarks), "sending": sending, "saying": saying, "sent": sent, "key": sending.key,
    }  # fmt: skip


def _hides(page: PageOfCaller, one: PublishedItem | None, remarks: Remarks) -> bool:
    """Whether the reader may hide comments: a named curator of the district whose item it is."""
    if one is None or one.owner_id != page.caller.district_id or remarks.curators.answer is None:
        return False
    named = remarks.curators.answer.person_ids
    return "resources.curate" in page.caller.scopes and page.caller.person_id in named
