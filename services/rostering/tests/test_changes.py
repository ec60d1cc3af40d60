"""How a batch is decided: each request by itself, on what is stored and on what was accepted before it."""

from uuid import UUID, uuid4

from rostering.rules.changes import Applied, Batch, ChangeRequest, Draft, Lookup, Rejected
from rostering.rules.entities import Class, Stored
from shared.values.identifiers import SourcedId

ONE, OTHER = SourcedId("sis", "1"), SourcedId("sis", "2")
SCHOOL = uuid4()


def a_class(title: str = "Room 4", *identifiers: SourcedId) -> Class:
    return Class(title=title, organisation_id=SCHOOL, identifiers=identifiers)


def batch_of(*stored: Stored[Class]) -> tuple[Batch[Class], Lookup[Class]]:
    owners = {identifier: one.id for one in stored for identifier in one.entity.identifiers}
    classes = Lookup("class", owners, stored)
    return Batch(classes, uuid4), classes


def accept(batch: Batch[Class], request: ChangeRequest[None], entity: Class) -> Applied[Class]:
    draft = batch.draft(request, entity)
    assert isinstance(draft, Draft)
    return batch.accept(draft)


def by(key: SourcedId) -> ChangeRequest[None]:
    return ChangeRequest(None, key=key)


def test_what_a_source_knows_by_no_id_is_added_under_it() -> None:
    batch, classes = batch_of()
    added = accept(batch, by(ONE), a_class())
    assert (added.status, added.stored.version, added.stored.entity.identifiers) == ("created", 1, (ONE,))
    assert [(change.stored, change.before) for change in batch.changes] == [(added.stored, None)]
    assert classes.find(ONE) == added.stored


def test_a_source_leaves_the_ids_of_other_sources_alone_and_a_whole_replaces_them() -> None:
    lms = SourcedId("lms", "1")
    stored = Stored(uuid4(), 3, a_class("Room 4", lms, ONE))
    changed = accept(batch_of(stored)[0], by(ONE), a_class("Room 5"))
    assert (changed.status, changed.stored.version, changed.stored.entity.identifiers) == ("updated", 4, (lms, ONE))
    whole = ChangeRequest(None, identifiers=(OTHER,), entity_id=stored.id)
    assert accept(batch_of(stored)[0], whole, a_class()).stored.entity.identifiers == (OTHER,)


def test_what_is_as_it_was_is_no_change() -> None:
    stored = Stored(uuid4(), 3, a_class("Room 4", ONE))
    batch, _ = batch_of(stored)
    same = accept(batch, by(ONE), a_class("Room 4"))
    assert (same.status, same.stored, batch.changes) == ("unchanged", stored, [])


def test_of_two_requests_about_one_entity_the_first_is_taken() -> None:
    stored = Stored(uuid4(), 1, a_class("Room 4", ONE, OTHER))
    batch, _ = batch_of(stored)
    accept(batch, by(ONE), a_class("Room 5"))
    second = batch.draft(by(OTHER), a_class("Room 6"))
    assert isinstance(second, Rejected)
    assert (second.conflict, [issue.pointer for issue in second.issues]) == (False, ["/sourced_id"])


def test_the_identifier_of_another_entity_is_in_the_way() -> None:
    stored = Stored(uuid4(), 1, a_class("Room 4", ONE))
    taken = batch_of(stored)[0].draft(ChangeRequest(None, identifiers=(ONE,)), a_class("Room 5"))
    assert isinstance(taken, Rejected)
    assert (taken.conflict, str(stored.id) in taken.issues[0].detail) == (True, True)


def test_a_draft_that_is_not_accepted_leaves_no_trace() -> None:
    batch, classes = batch_of()
    assert isinstance(batch.draft(by(ONE), a_class()), Draft)
    assert (batch.changes, classes.find(ONE), classes.ids()) == ([], None, [])
    assert accept(batch, by(ONE), a_class()).status == "created"


def test_a_reference_to_nothing_is_an_issue_and_no_reference_is_none() -> None:
    stored = Stored(uuid4(), 1, a_class("Room 4", ONE))
    _, classes = batch_of(stored)
    assert [classes.validate_reference("/class_id", fine) for fine in (None, stored.id, ONE)] == [[], [], []]
    for absent in (UUID(int=1), OTHER):
        (issue,) = classes.validate_reference("/class_id", absent)
        assert (issue.pointer, issue.detail) == ("/class_id", "There is no class with this id.")
