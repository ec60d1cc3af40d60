"""In which band of grades a learner is, by the grade as districts' systems write it."""

from __future__ import annotations

from re import fullmatch

_BANDS = ((0, 2, "k-2"), (3, 5, "3-5"), (6, 8, "6-8"), (9, 12, "9-12"))
_BEFORE_SCHOOL = frozenset({"PK", "PR", "TK", "PRE-K", "PREK"})
_KINDERGARTEN = frozenset({"K", "KG"})


def band_of(grade: str | None) -> str | None:
    """Returns the band, by the names that items of the library have for theirs; None of a grade that none is known for.

    Read are the codes of CEDS entry grade levels (PK, TK, KG, 01 to 12), which OneRoster takes, and the same without a
    zero before them.
    """
    said = (grade or "").strip().upper()
    if said in _BEFORE_SCHOOL:
        return "pre-k"
    if said in _KINDERGARTEN:
        return "k-2"
    if not fullmatch("0?[1-9]|1[0-2]", said):
        return None
    return next(band for low, high, band in _BANDS if low <= int(said) <= high)
