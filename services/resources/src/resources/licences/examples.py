"""Examples of licences, as the documentation shows them."""

LICENCE = {
    "licence_id": "CC-BY-NC-4.0",
    "kind": "licence",
    "version": "4.0",
    "name": "CC BY-NC 4.0",
    "title": "Creative Commons Attribution-NonCommercial 4.0 International",
    "deed_url": "https://creativecommons.org/licenses/by-nc/4.0/",
    "text_url": "https://creativecommons.org/licenses/by-nc/4.0/legalcode",
    "rights": ["see", "copy", "adapt"],
    "demands": ["attribution", "indicate_changes", "non_commercial"],
    "partner_rights": ["see", "copy", "adapt"],
    "can_be_chosen": True,
    "carried_by": ["CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"],
}
NAMED = {"names": ["CC BY 4.0", "https://creativecommons.org/licenses/by-sa/4.0/deed.es", "CC BY"]}
READ = {
    "readings": [
        {"name": "CC BY 4.0", "licence_id": "CC-BY-4.0", "detail": None},
        {
            "name": "https://creativecommons.org/licenses/by-sa/4.0/deed.es",
            "licence_id": "CC-BY-SA-4.0",
            "detail": None,
        },
        {
            "name": "CC BY",
            "licence_id": None,
            "detail": "This leaves open which licence or version is meant: name one of CC-BY-4.0, CC-BY-3.0, "
            "CC-BY-2.5, CC-BY-2.0.",
        },
    ]
}
PARTS = {
    "parts": [
        {"key": "guide", "licence_id": "CC-BY-4.0", "held": True},
        {"key": "photograph", "licence_id": "CC-BY-ND-4.0", "held": False},
    ]
}
TERMS = {
    "seen_by": "anonymous",
    "is_open": True,
    "licence_ids": ["CC-BY-4.0", "CC-BY-ND-4.0"],
    "decisions": [
        {
            "audience": "anonymous",
            "act": "copy",
            "allowed": True,
            "reason": "allowed",
            "parts": [],
            "demands": ["attribution", "no_derivatives"],
            "ways": [],
            "detail": "The licences of all parts allow it.",
        },
        {
            "audience": "anonymous",
            "act": "adapt",
            "allowed": False,
            "reason": "no_derivatives",
            "parts": ["photograph"],
            "demands": [],
            "ways": ["adopt_unaltered", "part_by_part", "link", "replace_part", "ask_author"],
            "detail": "The licence allows no derivatives: it may be used and passed on unaltered only. Adopt it as it "
            "is. Adapt single parts that allow it, each under a licence of its own, and leave the others as they are. "
            "Put links in the place of these parts. Put others in the place of these parts. Ask its author for another "
            "licence.",
        },
    ],
    "adaptation": [],
    "blocks": [{"bar": "no_derivatives", "parts": ["photograph"]}],
}
