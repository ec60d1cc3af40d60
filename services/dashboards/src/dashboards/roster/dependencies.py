"""What the route of a page is given, beside what the page is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from dashboards.common.dependencies import Viewer, followed_from
from dashboards.common.pages.navigation import navigation
from dashboards.common.pages.render import localisation, page
from dashboards.kit.localisation import Localisation
from dashboards.roster.usecases.names import SignedIn, who_is
from shared.auth.callers import Caller
from shared.http.session import Session


@dataclass(frozen=True, slots=True)
class PageOfCaller:
    """A page for somebody who is signed in: who that is, the transaction in which they read, and how they write words,
    numbers and days. Every template that it renders is given the same.
    """

    request: Request
    caller: Caller
    session: AsyncSession
    who: SignedIn
    l10n: Localisation

    @property
    def zone(self) -> str:
        """Of the district's calendar: in which the page's days are."""
        return self.who.zone

    def render(
        self, template: str, context: Mapping[str, Any], *, status: int = 200, language: str | None = None
    ) -> Response:
        """`language` is one of ours that what the page shows is in, where that is not the reader's choice."""
        l10n = self.l10n if language is None else localisation(self.request, self.zone, language)
        places = navigation(self.caller.role, self.caller.scopes, reads_concerns=self.who.reads_concerns)
        own = {
            "caller": self.caller, "who": self.who, "zone": self.zone, "l10n": l10n, "navigation": places,
            "followed_from": followed_from(self.request),
        }  # fmt: skip
        return page(self.request, template, own | dict(context), status=status, language=language)


async def _page(request: Request, caller: Viewer, session: Session) -> PageOfCaller:
    who = await who_is(session, caller)
    return PageOfCaller(request, caller, session, who, localisation(request, who.zone))


Page = Annotated[PageOfCaller, Depends(_page)]
"""It begins the page's transaction, so it stands behind what asks another service."""
