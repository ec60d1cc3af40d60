"""Frameworks, their items and what became of them, in words."""

from dashboards.common.labels import Labels, gettext

STATES = Labels(
    {
        "deprecated": gettext("No longer in use"),
        "draft": gettext("Draft"),
        "adopted": gettext("In use"),
    },
    other=gettext("In use"),
)

FIELDS = Labels(
    {
        "full_statement": gettext("Statement"),
        "human_coding_scheme": gettext("Code"),
        "abbreviated_statement": gettext("Short statement"),
        "education_level": gettext("Grades"),
        "item_type": gettext("Kind"),
        "notes": gettext("Notes"),
        "subject": gettext("Subject"),
        "concept_keywords": gettext("Keywords"),
        "title": gettext("Title"),
        "language": gettext("Language"),
    },
)
"""Fields of an item or a framework; one without a name here is said by its own."""

FATES = Labels(
    {
        "changed": gettext("Changed"),
        "added": gettext("Added"),
        "dropped": gettext("Dropped"),
        "same": gettext("The same"),
    },
)

DEFECTS = Labels(
    {
        "null": gettext("Nothing where a value belongs"),
        "missing": gettext("Missing"),
        "unknown-field": gettext("Field that the standard does not know"),
        "extension-data": gettext("Data of a provider's own"),
        "repeated-context": gettext("Said more than once"),
        "misspelt-name": gettext("Misspelt name of a field"),
        "wrong-type": gettext("Value of another kind"),
        "unreadable-value": gettext("Value that cannot be read"),
        "no-time-zone": gettext("Time without its zone"),
        "bad-uri": gettext("Address that is none"),
        "identifier-in-capitals": gettext("Identifier in capitals"),
        "identifier-unusable": gettext("Identifier that cannot be used"),
        "identifier-missing": gettext("Without an identifier"),
        "identifier-duplicate": gettext("Identifier used twice"),
        "association-type": gettext("Unknown kind of connection"),
        "association-without-end": gettext("Connection that leads nowhere"),
        "end-outside-package": gettext("Connection to something outside"),
        "cycle": gettext("Items in a circle"),
        "wrapped-package": gettext("Package in a wrapper"),
    },
    other=gettext("Others"),
)

RELATIONS = Labels(
    {
        "precedes": gettext("Comes before"),
        "exactMatchOf": gettext("Means the same as"),
        "isRelatedTo": gettext("Is related to"),
        "isPartOf": gettext("Is part of"),
        "isPeerOf": gettext("Stands beside"),
        "replacedBy": gettext("Is replaced by"),
        "isTranslationOf": gettext("Is a translation of"),
        "exemplar": gettext("Has as an example"),
    },
    other=gettext("Is linked to"),
)
"""CASE associations, from the item at which they begin."""

RELATIONS_BACKWARDS = Labels(
    {
        **RELATIONS.words,
        "precedes": gettext("Comes after"),
        "isPartOf": gettext("Has as a part"),
        "replacedBy": gettext("Replaces"),
    },
    other=RELATIONS.other,
)
"""The same from the item at which they end."""
