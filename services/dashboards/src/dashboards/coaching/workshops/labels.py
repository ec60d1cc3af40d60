"""Workshops, in words."""

from dashboards.common.labels import Labels, gettext

STATES = Labels(
    {
        "draft": gettext("Draft"),
        "open": gettext("Open for choice"),
        "ranking_closed": gettext("Choice is closed"),
        "assigned": gettext("Seats are assigned"),
        "under_way": gettext("Under way"),
        "held": gettext("Held"),
        "cancelled": gettext("Cancelled"),
    },
)

WHYS = Labels(
    {
        "held": gettext("The host gave you this seat."),
        "listed": gettext("It is on your list."),
        "unlisted": gettext("All that you listed is full; this is what was left for you."),
        "companion": gettext("You sit beside your companion."),
        "ranked_nothing": gettext("You listed nothing here, so you got what was left."),
        "offered": gettext("You accepted a seat that had become free."),
        "exchanged": gettext("You exchanged seats."),
        "nothing_open": gettext("Nothing that you can attend is offered."),
        "full": gettext("All that you can attend is full."),
        "given_back": gettext("You gave this seat back."),
    },
)

COSTS = Labels(
    {
        "no_seat": gettext("more people would be without any seat"),
        "place": gettext("more people would sit further down their list"),
        "credit": gettext("somebody who lost more in an earlier workshop would stand back"),
        "lottery": gettext("the lottery decided between equals"),
    },
)

NEXT_STEPS = Labels(
    {
        "none": gettext("There is nothing to do."),
        "decide_offer": gettext("A seat is offered to you: accept or decline it."),
        "wait": gettext("You wait for what you wished more, and are offered a seat when one becomes free."),
        "join_waiting_list": gettext("You can wait for another session."),
        "ask_host": gettext("Ask the host of the workshop."),
    },
)

SWAP_STATES = Labels(
    {
        "proposed": gettext("Proposed"),
        "done": gettext("Exchanged"),
        "declined": gettext("Declined"),
        "withdrawn": gettext("Taken back"),
        "overtaken": gettext("Overtaken: somebody sits elsewhere by now"),
    },
)

MODES = Labels({"in_person": gettext("In person"), "online": gettext("Online")})
PRESENCES = Labels({"present": gettext("Present"), "absent": gettext("Absent")})
