"""Instruments for tests: a small one, and any that can be published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import get_args
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st

from readiness.common.rules.roles import ROLES, Role
from readiness.instruments.rules.instrument import (
    Anchor,
    Choice,
    Effect,
    Evidence,
    Form,
    Instrument,
    Level,
    Number,
    OpenText,
    Option,
    Origin,
    Protection,
    Question,
    RoleTerms,
    Section,
    Topic,
    YesNo,
)
from readiness.instruments.rules.words import Words

ORIGIN = Origin(UUID("0d8e5e0e-6f43-4c77-9d84-2f7f5a1f0b11"), 3)


def both(text: str) -> Words:
    return {"en": text, "es": f"{text} (es)"}


def level(count: int = 4) -> Level:
    return Level(tuple(Anchor(value, both(f"level {value}")) for value in range(1, count + 1)))


def question(key: str, form: Form | None = None, roles: tuple[Role, ...] = ("leader", "teacher")) -> Question:
    return Question(key, both(f"Question {key}?"), form or level(), roles)


CHOICE = Choice((Option("none", both("none"), Decimal(0)), Option("most", both("most"), Decimal("0.8"))))
NUMBER = Number(both("learners a device"), Decimal(5), Decimal(1))

CURRICULUM = Section(
    "curriculum", both("Curriculum"), (question("c1"), question("c2", YesNo()), question("c3", CHOICE))
)
TECHNOLOGY = Section("technology", both("Technology"), (question("t1", NUMBER), question("t2", OpenText())))
SMALL = Instrument(
    title=both("Readiness"),
    languages=("en", "es"),
    sections=(CURRICULUM, TECHNOLOGY),
    roles=(RoleTerms("leader", 3), RoleTerms("teacher", 8, Decimal(2))),
)


def with_question(instrument: Instrument, changed: Question) -> Instrument:
    """Returns the instrument with this question instead of that of its key."""
    return replace(
        instrument,
        sections=tuple(
            replace(one, questions=tuple(changed if old.key == changed.key else old for old in one.questions))
            for one in instrument.sections
        ),
    )


few = settings(max_examples=25)
"""Examples of whole instruments, which take long to draw."""

said = st.sampled_from(
    [
        "Plain?",
        "=1+1",
        "a;=b",
        "'=kept",
        "-",
        "two\nlines, =and",
        'so "said"',
        "¿Qué?",
        "＝wide",
        "x" * 40,
        "@ ' =",
        "0",
    ]
)
"""Few texts, which spreadsheets trip over: any text is for the tests of tables."""
titles = said.filter(lambda text: "\n" not in text)
languages = st.lists(st.sampled_from(["en", "es", "zh-Hant", "ar"]), min_size=1, max_size=3, unique=True).map(tuple)
weights = st.decimals(min_value="0.01", max_value=10, places=2)
shares = st.decimals(min_value=0, max_value=1, places=3)


@st.composite
def words(draw: st.DrawFn, tags: tuple[str, ...], texts: st.SearchStrategy[str] = said) -> Words:
    """Draws words that are there in the base language and perhaps in others."""
    return {tag: draw(texts) for place, tag in enumerate(tags) if place == 0 or draw(st.booleans())}


@st.composite
def forms(draw: st.DrawFn, tags: tuple[str, ...]) -> Form:
    kind = draw(st.sampled_from(["level", "yes_no", "choice", "number", "text", "evidence"]))
    if kind == "level":
        return Level(tuple(Anchor(value, draw(words(tags))) for value in range(1, draw(st.integers(2, 5)) + 1)))
    if kind == "choice":
        keys = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_.-]{0,5}", fullmatch=True), min_size=2, unique=True))
        return Choice(tuple(Option(key, draw(words(tags)), draw(shares)) for key in keys[:50]))
    if kind == "number":
        ends = st.decimals(min_value=-1000, max_value=1000, places=3)
        zero_at, one_at = draw(st.lists(ends, min_size=2, max_size=2, unique=True))
        return Number(draw(words(tags, titles)), zero_at, one_at)
    if kind == "evidence":
        return Evidence(draw(st.sampled_from([("link",), ("file",), ("link", "file"), ("file", "link")])))
    return YesNo() if kind == "yes_no" else OpenText()


@st.composite
def questions(draw: st.DrawFn, key: str, tags: tuple[str, ...]) -> Question:
    form = draw(forms(tags))
    scored = not isinstance(form, OpenText | Evidence)
    effects: st.SearchStrategy[Effect] = st.sampled_from(("left_out", "lowest") if scored else ("left_out",))
    roles = tuple(draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True)))
    topics: tuple[Topic, ...] = get_args(Topic)
    protected = "student" in roles and draw(st.booleans())
    gated = isinstance(form, Level | YesNo | Number) and draw(st.booleans())
    return Question(
        key=key,
        text=draw(words(tags)),
        form=form,
        roles=roles,
        weight=draw(weights),
        guidance=draw(st.one_of(st.just({}), words(tags))),
        gate=draw(shares.filter(bool)) if gated else None,
        dont_know=draw(effects),
        not_applicable=draw(effects),
        protection=Protection(draw(st.sampled_from(topics)), draw(words(tags))) if protected else None,
    )


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    """Draws instruments that can be published."""
    tags = draw(languages)
    sections = []
    keys: list[str] = []
    for place in range(draw(st.integers(1, 3))):
        count = draw(st.integers(0, 2))
        asked = [draw(questions(f"q{place}.{number}", tags)) for number in range(count)]
        # One question that is scored, so that the section weighs something.
        asked.append(Question(f"q{place}.last", draw(words(tags)), YesNo(), ("leader",)))
        keys += [one.key for one in asked]
        description = draw(st.one_of(st.just({}), words(tags)))
        sections.append(Section(f"s{place}", draw(words(tags, titles)), tuple(asked), draw(weights), description))
    return Instrument(
        title=draw(words(tags, titles)),
        languages=tags,
        sections=tuple(sections),
        roles=tuple(
            RoleTerms(role, draw(st.integers(3, 20)), draw(weights), draw(words(tags)))
            for role in draw(st.permutations(ROLES))
        ),
        description=draw(st.one_of(st.just({}), words(tags))),
        editorial=frozenset(draw(st.lists(st.sampled_from(keys), unique=True))),
        origin=draw(st.sampled_from([None, ORIGIN])),
    )
