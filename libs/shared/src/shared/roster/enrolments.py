"""Whose learner somebody is today, and who is in a class: the one meaning of a roster, for every service that reads
one.

An enrolment counts on a day when all of this is so:

- it is active, has begun (`starts_on`) and has not ended (`ends_on`); both days belong to it;
- its class is active;
- the term of its class, if the class has one, is active, and the day lies within it. An enrolment's own dates narrow
  the term and never widen it, as OneRoster has it ("must be within the period of the associated Academic Session for
  the class"); one without dates of its own is as long as the term. So in August nobody sees by a class whose term
  begins in September;
- the person enrolled, learner or educator, is active.

A guardian counts while the guardianship, the guardian and the learner are active, by whatever word the relation is
called. Nothing tells of rights that are restricted, by a court order or because the learner is of age: whoever may no
longer see the records has their guardianship ended (ADR 0021).

What nobody has told of hides nothing. A class, a term or a person comes by an event of its own, in any order with the
enrolment's: if an absent one hid the enrolment, an event that is late would blind a teacher, while an enrolment that
no longer counts is ended by an event that says so.

The predicates speak of the tables `enrolment`, `guardian`, `class`, `term` and `person`, as each reader keeps them.
"Today" is the reader's to say, as SQL: the day that the district's calendar shows.
"""

from collections.abc import Sequence

_SAME = ("district_id",)


def enrolment_counts(enrolment: str, today: str, *, same: Sequence[str] = _SAME) -> str:
    """SQL: whether the enrolment of this alias counts `today`. `same` are the columns that rows of one roster share."""
    within = f"its_term.active and {today} between its_term.starts_on and its_term.ends_on"
    return f"""({enrolment}.active
  and coalesce({enrolment}.starts_on <= {today}, true) and coalesce({enrolment}.ends_on >= {today}, true)
  and {_active_person(f"{enrolment}.person_id", enrolment, same)}
  and not exists (select from class its_class
    left join term its_term on {_join("its_term", "its_class", same)} and its_term.term_id = its_class.term_id
    where {_join("its_class", enrolment, same)} and its_class.class_id = {enrolment}.class_id
      and not (its_class.active and coalesce({within}, true))))"""


def guardian_counts(guardian: str, *, same: Sequence[str] = _SAME) -> str:
    """SQL: whether the guardianship of this alias, of a guardian over a learner, counts."""
    return f"""({guardian}.active
  and {_active_person(f"{guardian}.learner_id", guardian, same)}
  and {_active_person(f"{guardian}.guardian_id", guardian, same)})"""


def _active_person(person_id: str, of: str, same: Sequence[str]) -> str:
    return f"""not exists (select from person somebody
    where {_join("somebody", of, same)} and somebody.person_id = {person_id} and not somebody.active)"""


def _join(one: str, other: str, same: Sequence[str]) -> str:
    return " and ".join(f"{one}.{column} = {other}.{column}" for column in same)
