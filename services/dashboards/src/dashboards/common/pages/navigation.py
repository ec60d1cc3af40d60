"""What the head of every page leads to, by who is signed in: a few places, and groups of places that are opened."""

from collections.abc import Collection
from typing import NamedTuple

from dashboards.common.labels import gettext
from shared.auth.claims import Role

TAKES_PART, SAFEGUARDS = "coaching.take-part", "coaching.safeguard"


class Place(NamedTuple):
    """Where a link leads, and the other addresses below which one is at the same place."""

    words: str
    href: str
    others: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        """Whether a page is at this place; below `/` there is nothing of its own."""
        return any(path == one or (one != "/" and path.startswith(f"{one}/")) for one in (self.href, *self.others))


class Group(NamedTuple):
    words: str
    places: tuple[Place, ...]

    def holds(self, path: str) -> bool:
        return any(place.holds(path) for place in self.places)


Navigation = tuple[Place | Group, ...]

_START = Place(gettext("Start"), "/")
_REVIEWS = Place(gettext("Reviews"), "/reviews")
_FRAMEWORKS = Place(gettext("Frameworks"), "/frameworks")
_WEEK = Place(gettext("Your week"), "/coaching-week")
_CHILDREN = Place(gettext("Your children’s meetings"), "/childrens-meetings")
_CONCERNS = Place(gettext("Concerns"), "/concerns")
_MY_WORKSHOPS = Place(gettext("Workshops"), "/my-workshops", ("/workshops",))
_OUR_GOALS = Place(gettext("Goals"), "/our-goals", ("/district-goals",))
_LIBRARY = Place(gettext("Library"), "/library", ("/open-library",))
_MY_PLAYLISTS = Place(gettext("Playlists"), "/my-playlists")
_QUESTIONNAIRES = Place(gettext("Questionnaires"), "/my-invitations")

_ASKED = Group(
    gettext("Readiness"),
    (
        _QUESTIONNAIRES,
        Place(gettext("Answers to verify"), "/my-verifications"),
        Place(gettext("Applications"), "/my-reviews"),
    ),
)
_LEARNING = Group(
    gettext("Learning"), (_REVIEWS, Place(gettext("Changes asked for"), "/amendments"), _FRAMEWORKS, _LIBRARY)
)
_LED = (
    Place(gettext("Engagements"), "/engagements", ("/coaching-actions", "/coaching-meetings")),
    Place(gettext("Needs and matching"), "/matchings", ("/needs", "/matches")),
    Place(gettext("Coaches"), "/coaches", ("/relations", "/safeguarding-people")),
    Place(gettext("Workshops"), "/workshops", ("/my-workshops",)),
)
_PARTNERSHIP = Group(
    gettext("Partnership"),
    (
        Place(gettext("Partner network"), "/network", ("/agreements",)),
        Place(
            gettext("Readiness"),
            "/assessments",
            ("/gaps", "/timelines", "/instruments", "/my-invitations", "/my-verifications"),
        ),
        Place(gettext("Calls"), "/calls", ("/open-calls", "/my-applications", "/my-reviews")),
    ),
)
_DISTRICT = Group(
    gettext("District"),
    (
        Place(gettext("Overview"), "/district"),
        Place(gettext("Goals"), "/district-goals", ("/our-goals",)),
        Place(gettext("Pilots"), "/pilots"),
    ),
)


def navigation(role: Role, scopes: Collection[str], *, reads_concerns: bool) -> Navigation:
    """What leads somebody to what they may open. Concerns are offered to the people who are named to read them."""
    week = (_WEEK,) if TAKES_PART in scopes else ()
    concerns = (_CONCERNS,) if reads_concerns and SAFEGUARDS in scopes else ()
    match role:
        case "leader" | "operator" | "system":
            return (_START, _LEARNING, _coaching(*week, *_LED, *concerns), _PARTNERSHIP, _DISTRICT)
        case "educator":
            learning = Group(_LEARNING.words, (_REVIEWS, _FRAMEWORKS, _LIBRARY))
            return (_START, learning, _coaching(*week, _MY_WORKSHOPS, *concerns), _ASKED, _OUR_GOALS)
        case _:
            children = (_CHILDREN,) if role == "family" and week else ()
            coaching = _coaching(*week, *children, _MY_WORKSHOPS, *concerns)
            return (
                _START,
                coaching,
                _QUESTIONNAIRES,
                _OUR_GOALS,
                Group(_LEARNING.words, (_MY_PLAYLISTS, _FRAMEWORKS, _LIBRARY)),
            )


def _coaching(*places: Place) -> Place | Group:
    """One place alone needs no group."""
    return places[0] if len(places) == 1 else Group(gettext("Coaching"), places)
