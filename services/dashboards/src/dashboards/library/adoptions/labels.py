"""Adoptions, what upstream changes, and offers, in words."""

from dashboards.common.labels import Labels, gettext

STATES = Labels(
    {
        "pinned": gettext("Kept at this version"),
        "following": gettext("Follows the newest version"),
        "adapted": gettext("Changed here"),
        "ended": gettext("No longer used"),
    }
)
UPSTREAM = Labels(
    {
        "current": gettext("The newest version"),
        "revised": gettext("There is a newer version"),
        "closed": gettext("The newest version may not be changed"),
        "retired": gettext("Retired by its district"),
        "taken_down": gettext("Taken down by its district"),
        "recalled": gettext("Recalled"),
        "vanished": gettext("Cannot be found any more"),
    }
)
"""How what was adopted stands with those who publish it."""
WHAT_TO_DO = Labels(
    {
        "current": gettext("There is nothing to do."),
        "revised": gettext("Look at what they have changed, and take what you want of it."),
        "closed": gettext(
            "Its licence has changed. What you have stays yours to use under the licence that it had when you took it."
        ),
        "retired": gettext("You may go on with what you have, or go to what takes its place."),
        "taken_down": gettext("You may go on with what you have; its credit is kept."),
        "recalled": gettext(
            "Nobody may go on showing it: it was not theirs to give, or it harms. Use something else, or take out of "
            "your own item what was recalled."
        ),
        "vanished": gettext("Where its licence still allows it, you go on with what you have; its credit is kept."),
    }
)
GROUNDS = Labels(
    {
        "held_licence": gettext("The licence of the version that you have allows it, and stays what it was."),
        "newest_licence": gettext("The licence of the newest version allows it."),
        "own_work": gettext("Your changes are yours to offer; its authors decide about them."),
        "to_mend": gettext("Take out what was recalled, and others see your item again."),
        "nothing_new": gettext("You have the newest version."),
        "closed": gettext("The licence of the newest version forbids to change it."),
        "retired": gettext("It is retired."),
        "taken_down": gettext("Its district has taken it down."),
        "recalled": gettext("It was recalled, and nobody may go on showing it."),
        "vanished": gettext("It cannot be found any more."),
        "held_licence_forbids": gettext("The licence of the version that you have forbids it."),
        "newest_licence_forbids": gettext("The licence of the newest version forbids it."),
    }
)
"""Why an adopter may do something, or may not."""
LIMITED = Labels(
    {
        "edit": gettext("Change it"),
        "hand_on": gettext("Let other districts take it from you"),
        "use": gettext("Use it as it is"),
    }
)
"""What a page says of when a licence forbids it."""
WAYS = Labels(
    {
        "set_licence": gettext("Its authors can set a licence for the parts that lack one."),
        "adopt_unaltered": gettext("Use it as it is."),
        "part_by_part": gettext("Change the parts that allow it, and leave the others as they are."),
        "link": gettext("Put links in the place of these parts."),
        "replace_part": gettext("Put others in the place of these parts."),
        "make_agreement": gettext("Make an agreement with its district."),
        "ask_author": gettext("Ask its authors for another licence."),
    }
)
"""What may lawfully be done instead."""
INTENTS = Labels(
    {
        "asked": gettext("Ask us about each change"),
        "following": gettext("Take their changes by themselves, wherever we have changed nothing ourselves"),
        "pinned": gettext("Keep ours, whatever they publish"),
    }
)
HOW = Labels(
    {
        "pinned": gettext("Use it as it is, and keep this version"),
        "following": gettext("Use it as it is, and always the newest version"),
        "adapted": gettext("Make an item of our own of it, to be changed"),
    }
)
"""How an item can be adopted."""
OUTCOMES = Labels(
    {
        "conflict": gettext("Both of you have changed this"),
        "offered": gettext("They have changed this"),
        "taken": gettext("Taken by itself, as you follow them here"),
        "declined": gettext("You have declined this before"),
        "pinned": gettext("You keep yours here, whatever they publish"),
        "closed": gettext("Their licence does not allow you to take this into an item that you change"),
        "kept": gettext("Yours alone: it stays"),
        "agreed": gettext("The same on both sides"),
    }
)
AS_IT_STANDS = Labels(
    {
        "conflict": gettext("Decide later"),
        "offered": gettext("Decide later"),
        "taken": gettext("Take theirs, as you follow them here"),
        "declined": gettext("Keep ours, as you decided before"),
        "pinned": gettext("Keep ours, whatever they publish"),
    }
)
"""What happens at a place where nothing is chosen."""
CHOICES = Labels(
    {
        "take": gettext("Take theirs"),
        "decline": gettext("Keep ours, this time"),
        "following": gettext("Take theirs, and from now on whatever they publish here"),
        "pinned": gettext("Keep ours, whatever they publish here"),
        "asked": gettext("Ask us again from now on"),
    }
)
CLASHES = Labels(
    {
        "both_changed": gettext("You and they have both changed this: take theirs, or keep yours."),
        "both_added": gettext("You and they have both added this part, and differ: take theirs, or keep yours."),
        "both_moved": gettext("You and they have both moved parts: take their order, or keep yours."),
        "removed_upstream": gettext("They have removed what you changed: keep your part, or take the removal."),
        "removed_here": gettext("They have changed what you removed: take the changed part, or leave it out."),
        "captioned_here": gettext(
            "Your captions belong to the file that they replaced or removed: keep your file, or take the change and "
            "write captions for it."
        ),
    }
)
OFFER_STATES = Labels(
    {
        "offered": gettext("Waits for its authors"),
        "outdated": gettext("Outdated"),
        "accepted": gettext("Accepted"),
        "declined": gettext("Declined"),
        "withdrawn": gettext("Withdrawn"),
    }
)
DECLINE_REASONS = Labels(
    {
        "other_audience": gettext("It is for others than ours"),
        "not_accurate": gettext("It is not accurate"),
        "rights_unclear": gettext("Whose rights these are is not clear"),
        "already_there": gettext("It is there already"),
        "other": gettext("Another reason, in words"),
    }
)
FITS = Labels(
    {
        "fits": gettext("It fits the item as it is today."),
        "outdated": gettext("Its authors have changed the same since, so that it cannot be accepted as it is."),
        "contained": gettext("The item has all of it already."),
    }
)
FIELDS = Labels(
    {
        "title": gettext("Title"),
        "kind": gettext("What it is for"),
        "description": gettext("Description"),
        "language": gettext("Language"),
        "grade_band": gettext("For whom"),
        "preparation": gettext("What has to be got ready"),
        "preparation_time": gettext("Minutes that this takes whoever prepares it"),
        "accessibility": gettext("Accessibility"),
        "alignments": gettext("Aligned to"),
        "authors": gettext("Made by"),
        "parts": gettext("Order of the parts"),
    }
)
"""The places of an item beside its parts."""
