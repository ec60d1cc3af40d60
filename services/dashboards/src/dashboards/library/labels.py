"""The library, in words."""

from dashboards.common.labels import Labels, gettext

KINDS = Labels(
    {
        "assessment": gettext("Assessment of learners"),
        "guidebook": gettext("Guidebook"),
        "video": gettext("Video"),
        "lesson_content": gettext("Lesson content"),
        "tool": gettext("Tool"),
        "template": gettext("Template"),
        "link": gettext("Link to something elsewhere"),
    },
)
"""What an item is for."""
PART_KINDS = Labels({"file": gettext("A file"), "link": gettext("A link"), "text": gettext("Words")})
GRADE_BANDS = Labels(
    {
        "pre-k": gettext("Prekindergarten"),
        "k-2": gettext("Kindergarten to grade 2"),
        "3-5": gettext("Grades 3 to 5"),
        "6-8": gettext("Grades 6 to 8"),
        "9-12": gettext("Grades 9 to 12"),
        "adult": gettext("Adults"),
    },
)
HOLDERS = Labels(
    {
        "district": gettext("The district that made it"),
        "author": gettext("Whoever wrote it"),
        "other": gettext("Somebody else"),
    },
)
"""Who holds the rights in a part."""
AUDIENCES = Labels(
    {
        "anonymous": gettext("Open to everybody"),
        "partner": gettext("For districts under an agreement"),
        "own": gettext("For its own district"),
    },
)
STANDINGS = Labels(
    {
        "offered": gettext("In the library"),
        "retired": gettext("Retired from the library"),
        "taken_down": gettext("Taken down"),
        "recalled": gettext("Recalled"),
    },
)
LINK_STATES = Labels(
    {
        "broken": gettext("Leads nowhere"),
        "moved": gettext("Moved"),
        "inconclusive": gettext("Not sure"),
        "ok": gettext("Works"),
        "unchecked": gettext("Not looked at yet"),
    },
)
"""How a link stands; what needs somebody comes first."""
LINK_REASONS = Labels(
    {
        "answered": gettext("The site answers."),
        "moved_for_good": gettext("The site says that it has another address for good."),
        "not_there": gettext("The site says that nothing is there."),
        "no_such_name": gettext("Nobody knows a site of this name."),
        "robots_refused": gettext("The site wants a person to look, or somebody who is signed in. Open it yourself."),
        "site_failed": gettext("The site did not manage to answer. It is looked at again."),
        "no_answer": gettext("No answer came. It is looked at again."),
        "redirects": gettext("The site leads from one address to the next without an end. Open it yourself."),
        "not_called": gettext(
            "It is not looked at: it is no https address, or leads into a private network. Open it yourself."
        ),
    },
)
"""By what the last look at a link came to what it did."""
ACTS = Labels(
    {
        "see": gettext("Read it here."),
        "adopt": gettext("Use it in your classes as it is."),
        "copy": gettext("Keep a copy and pass it on, unaltered."),
        "adapt": gettext("Change it, and pass on what came of it."),
        "offer": gettext("Publish it to everybody, unaltered."),
    },
)
"""What a reader may do with an item."""
DEMANDS = Labels(
    {
        "attribution": gettext("Name who made it, and its licence."),
        "indicate_changes": gettext("Say what you have changed."),
        "share_alike": gettext("Pass on what you make of it under the same licence."),
        "non_commercial": gettext("Take no money for it."),
        "no_derivatives": gettext("Pass it on only as it is: nothing that was changed."),
        "licence_text": gettext("Send the whole text of the licence along."),
    },
)
"""What is asked of whoever does."""
LICENCE_RIGHTS = Labels(
    {
        "see": gettext("everybody may read it"),
        "copy": gettext("pass it on"),
        "adapt": gettext("change it"),
        "commercial": gettext("earn money with it"),
    },
)
"""What a licence gives to everybody, as parts of one sentence."""
LICENCE_DEMANDS = Labels(
    {
        "attribution": gettext("naming who made it"),
        "indicate_changes": gettext("saying what was changed"),
        "share_alike": gettext("under the same licence"),
        "non_commercial": gettext("without taking money"),
        "no_derivatives": gettext("unaltered"),
        "licence_text": gettext("with the licence’s text"),
    },
)
UNLICENSED = Labels(
    {
        "private": gettext("No licence is set: only its own district sees it."),
        "partnership": gettext("Districts under an agreement see it, and use it as it is."),
        "all-rights-reserved": gettext("All rights are reserved: nobody but who holds them may use it."),
    },
)
"""What stands where a licence would."""
RELATIONS = Labels(
    {"teaches": gettext("Teaches"), "assesses": gettext("Assesses"), "supports": gettext("Supports")},
)
USED_BY = Labels(
    {
        "class": gettext("A class"),
        "learner": gettext("A learner, by themselves"),
        "plan": gettext("A learner’s plan"),
        "meeting": gettext("A coaching meeting"),
        "action": gettext("An action of coaching"),
        "playlist": gettext("A playlist"),
    },
)
"""What uses an item, or has it."""
WITHHELD = Labels(
    {
        "too_few_used": gettext("Too few learners used it for figures that tell of nobody."),
        "too_few_comparable": gettext("Too few learners began alike to compare those with who used it."),
        "too_like_another": gettext(
            "Nearly the same learners used another item that is reported: the two together would tell of single ones."
        ),
    },
)
"""Why a report has no figures."""
CAUTIONS = Labels(
    {
        "no_proof_of_cause": gettext(
            "This is no proof that the item was the cause: who used it may differ in much else from who did not."
        ),
        "difference_may_be_chance": gettext("The difference may be chance."),
        "one_class": gettext("All who used it are of one class: what differs may be the class."),
        "shown_unevenly": gettext(
            "Of one side far more showed anything than of the other, which bends the comparison."
        ),
        "extremes_coded": gettext(
            "Where nearly all or hardly anybody reached mastery, the share is drawn in a little."
        ),
    },
)
"""What has to be said with the figures of a report."""
ACCESSIBILITY = Labels(
    {
        "alternativeText": gettext("Pictures are described in words"),
        "audioDescription": gettext("What is seen is told in sound"),
        "captions": gettext("Videos have captions"),
        "highContrastDisplay": gettext("High contrast"),
        "largePrint": gettext("Large print"),
        "longDescription": gettext("Long descriptions of what is complicated"),
        "readingOrder": gettext("Is read aloud in the right order"),
        "signLanguage": gettext("In sign language"),
        "structuralNavigation": gettext("Headings lead through it"),
        "tactileGraphic": gettext("Pictures to be felt"),
        "transcript": gettext("What is said can be read"),
    },
)
"""What authors claim, in schema.org's words for `accessibilityFeature`."""
LICENCE_NAMES = Labels(
    {
        "private": gettext("No licence"),
        "partnership": gettext("For partner districts"),
        "all-rights-reserved": gettext("All rights reserved"),
    },
)
"""What is called otherwise in each language; licences have names of their own."""
STATES = Labels(
    {
        "draft": gettext("Draft"),
        "in_review": gettext("In review"),
        "published": gettext("Published for its readers"),
    },
)
"""How the newest version of an item stands on the desk."""
BECAME = Labels(
    {
        "draft": gettext("a draft"),
        "here": gettext("here already"),
        "refused": gettext("not brought in"),
    },
)
"""What becomes of an item that is brought in."""
NARROWED = Labels(
    {
        "allowed": gettext("nothing is in the way"),
        "never_licensed": gettext("it was never anybody’s to give"),
        "withdrawn": gettext("its district has taken it back"),
        "unset": gettext("no licence is set for it"),
        "reserved": gettext("all rights in it are reserved"),
        "partners_only": gettext("it is for districts under an agreement"),
        "no_derivatives": gettext("it may be used unaltered only"),
        "do_not_mix": gettext("its licences do not mix"),
    },
)
"""Why a part keeps others from seeing the whole, as the end of a sentence."""
NEW_STANDINGS = Labels(
    {
        "offered": gettext("Offer it again: it is back in the lists."),
        "retired": gettext("Retire it: it is in no list any more, and whoever has its address still reads it."),
        "taken_down": gettext(
            "Take it down: nobody reads it here any more, and who has adopted it keeps it. This is not undone."
        ),
        "recalled": gettext(
            "Recall it: nobody may go on showing it, for it was not ours to give, or it harms. This is never undone."
        ),
    },
)
ENTRY_STATES = Labels(
    {
        "not_begun": gettext("Not begun"),
        "opened": gettext("Begun"),
        "done": gettext("Done"),
    },
)
"""How far a learner is with an entry of a playlist."""
WHY_CLOSED = Labels(
    {
        "taken_down": gettext("Its district has taken it down."),
        "not_for_reader": gettext("It is not for your district any more."),
    },
)
GIVEN_BY = Labels(
    {
        "learner": gettext("Given to the learner"),
        "class": gettext("Given to a class"),
        "plan": gettext("In the learner’s plan"),
    },
)
"""By what a learner has a playlist."""
STAR_MEANINGS = Labels(
    {
        "1": gettext("of no use to us"),
        "2": gettext("of little use"),
        "3": gettext("of use, with changes"),
        "4": gettext("of good use"),
        "5": gettext("we would miss it"),
    },
)
"""What so many stars mean."""
REPORTED = Labels(
    {
        "wrong": gettext("Something in it is wrong"),
        "broken": gettext("A file or a link does not open"),
        "not_accessible": gettext("Somebody cannot use it: captions, contrast, reading aloud"),
        "rights": gettext("It uses what belongs to somebody else"),
    },
)
"""What a report is about."""
REPORT_STATES = Labels({"open": gettext("Open"), "answered": gettext("Answered"), "closed": gettext("Closed")})
NEW_REPORT_STATES = Labels(
    {
        "answered": gettext("Keep it on the desk: there is more to do."),
        "closed": gettext("Close it: nothing more is to be done."),
    },
)
"""What a curator does with a report beside the answer."""
UPLOAD_STATES = Labels(
    {
        "created": gettext("Nothing of it has come yet."),
        "receiving": gettext("Only some of it has come."),
        "received": gettext("All of it has come, and it waits to be checked."),
        "checking": gettext("All of it has come, and it is being checked."),
        "stored": gettext("It has come, was checked, and is stored."),
        "refused": gettext("It was not taken."),
        "expired": gettext("It waited too long for the rest, and was given up."),
        "cancelled": gettext("It was cancelled."),
    },
)
SCANS = Labels(
    {
        "not_configured": gettext("Nobody looks for viruses here."),
        "pending": gettext("It is still to be looked at for viruses."),
        "clean": gettext("It was looked at for viruses, and none was found."),
        "infected": gettext("It has a virus, or looks as if it had one."),
        "failed": gettext("It could not be looked at for viruses."),
    },
)
"""What a look for viruses came to."""
