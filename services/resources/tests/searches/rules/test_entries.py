"""What an item is found by is made of what it says, of nothing else, and of no more than the database holds."""

from uuid import UUID

import pytest

from resources.items.rules.content import AlignedTo, Alignment, Body, Content, Holder, Part, PartKind, Relation
from resources.searches.rules.entries import MOST_LETTERS, entry_of
from resources.searches.rules.words import Stemmer

KEY = UUID(int=1)


def _part(source: str = "Fold it.", licence: str | None = "CC-BY-4.0", kind: PartKind = PartKind.TEXT) -> Part:
    return Part(KEY, "Steps", Body(kind, source, licence, holder=Holder.DISTRICT))


def test_words_of_texts_count_and_addresses_and_files_do_not() -> None:
    entry = entry_of(Content("Strips", description="To fold", parts=(_part(), _part("a" * 64, kind=PartKind.FILE))))
    assert (entry.title, entry.description, entry.rest) == ("strips", "to fold", "steps fold it steps")
    assert entry.spelled == "strips to fold"


def test_spanish_is_made_ready_for_its_stemmer_and_spelled_without_accents() -> None:
    entry = entry_of(Content("La evaluación del niño", language="es-MX"))
    assert (entry.stemmer, entry.language, entry.title) == (Stemmer.SPANISH, "es", "la evaluación del niño")
    assert entry.spelled == "la evaluacion del nino "


@pytest.mark.parametrize(("letters", "kept"), [(10, 10), (3 * MOST_LETTERS, MOST_LETTERS)])
def test_of_long_texts_the_beginning_counts(letters: int, kept: int) -> None:
    parts = (_part("a " * (letters // 2)),) * 2
    entry = entry_of(Content("T" * 10, parts=parts))
    assert len(entry.title + entry.description + entry.rest) <= MOST_LETTERS
    assert entry.rest.count("a") >= min(kept, MOST_LETTERS) // 2 - 20


@pytest.mark.parametrize(
    ("licence", "adaptable_by"),
    [
        ("CC-BY-4.0", ("anonymous", "partner", "own")),
        ("CC-BY-ND-4.0", ("own",)),
        ("partnership", ("own",)),
        (None, ("own",)),
    ],
)
def test_who_may_adapt_it_its_licences_say(licence: str | None, adaptable_by: tuple[str, ...]) -> None:
    assert entry_of(Content("T", parts=(_part(licence=licence),))).adaptable_by == adaptable_by


def test_what_it_is_aligned_to_is_written_one_way() -> None:
    item = Alignment(AlignedTo.ITEM, Relation.TEACHES, KEY, str(UUID(int=0xAB)).upper())
    same = Alignment(AlignedTo.ITEM, Relation.ASSESSES, UUID(int=2), str(UUID(int=0xAB)))
    condition = Alignment(AlignedTo.CONDITION, Relation.SUPPORTS, KEY, "leadership.Vision")
    entry = entry_of(Content("T", alignments=frozenset({item, same, condition})))
    assert entry.targets == (
        f"condition/{KEY}/leadership.Vision",
        "condition/leadership.Vision",
        f"item/{UUID(int=0xAB)}",
    )


def test_what_is_for_all_is_for_each_grade_band() -> None:
    assert entry_of(Content("T", grade_band="3-5")).grade_bands == ("3-5",)
    assert set(entry_of(Content("T")).grade_bands) == {"pre-k", "k-2", "3-5", "6-8", "9-12", "adult"}
