"""Staff read where an item is used and what came of it; that it is no proof of cause is always there."""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import uuid4

from dashboards.handlers import read_models
from resources.handlers import roster
from services.dashboards.tests.library.library_pages import LibraryPages
from services.dashboards.tests.readiness.reading import error_at, form_of, read
from services.dashboards.tests.readiness.spoken import english_in_spanish
from services.resources.tests.items.library import ITEMS, Library
from services.resources.tests.outcomes.measured import Measured
from services.resources.tests.playlists.school import School
from shared.contracts.rostering import ClassChanged, EnrolmentChanged
from shared.testing import Deliveries

NO_PROOF = "This is no proof that the item was the cause"


def use_page(item_id: str) -> str:
    return f"/library/items/{item_id}/use"


def measured_in(sharing: LibraryPages, here: Library, stack: AsyncExitStack) -> Measured:
    return Measured(School(here, Deliveries(roster, sharing.resources.worker), stack))


async def test_staff_read_who_used_an_item_and_what_learners_showed_after(sharing: LibraryPages, here: Library) -> None:
    async with AsyncExitStack() as stack, sharing.visitor() as client:
        measured = measured_in(sharing, here, stack)
        await measured.begin()
        resource = await measured.resource("Strips & <circles>")
        (using, used), (_, beside) = await measured.class_of(30), await measured.class_of(40)
        named = ClassChanged(class_id=using, title="Grade <4b>", organisation_id=uuid4())
        await Deliveries(read_models, sharing.pages.worker).send(sharing.district, named)
        await measured.show([*used, *beside], 2, -20)
        await measured.show([*used[:20], *beside[:10]], 3, 10)
        await measured.use(resource, using)
        before = await read(client, use_page(resource))
        await measured.release()
        after = await read(client, use_page(resource))
        spanish = await read(client, f"{use_page(resource)}?lang=es")
    assert "Nothing was released yet" in before
    for text in (before, after):
        assert NO_PROOF in text
        assert "Grade &lt;4b&gt;" in text
        assert "Strips &amp; &lt;circles&gt;" in text
    assert "The difference is 42 percentage points; its interval of 95 % goes from" in after
    assert "All who used it are of one class" in after
    assert "67%" in after
    assert english_in_spanish(spanish) == set()


async def test_why_there_are_no_figures_is_said_in_words(sharing: LibraryPages, here: Library) -> None:
    async with AsyncExitStack() as stack, sharing.visitor() as client:
        measured = measured_in(sharing, here, stack)
        await measured.begin()
        resource = await measured.resource()
        await measured.use(resource, (await measured.class_of(3))[0])
        await measured.release()
        text = await read(client, use_page(resource))
    assert "Too few learners used it for figures that tell of nobody." in text
    assert "Groups have at least 10 learners here." in text
    assert NO_PROOF in text


async def test_an_educator_records_that_a_class_of_theirs_used_it_and_loses_no_word(
    sharing: LibraryPages, here: Library
) -> None:
    async with AsyncExitStack() as stack, sharing.visitor("educator") as educator:
        measured = measured_in(sharing, here, stack)
        resource = await here.published()
        class_id, _ = await measured.class_of(1)
        teaches = {"enrolment_id": uuid4(), "person_id": sharing.uid("educator"), "class_id": class_id}
        enrolment = EnrolmentChanged.model_validate(teaches | {"role": "educator"})
        named = ClassChanged(class_id=class_id, title="Grade <4b>", organisation_id=uuid4())
        await Deliveries(read_models, sharing.pages.worker).send(sharing.district, named, enrolment)
        await measured.school.tell(named, enrolment)
        sent = form_of(await read(educator, use_page(resource)), f'action="{use_page(resource)}"')
        typed = sent | {"used_in": str(class_id), "used_on": "2027-05-01"}
        refused = await educator.post(use_page(resource), data=typed)
        assert refused.status_code == 422
        assert (
            form_of(refused.text, f'action="{use_page(resource)}"')["used_on"],
            error_at(refused.text, "used_on"),
        ) == (
            "2027-05-01",
            "Error: That day has not come: record a use when it was.",
        )
        done = await educator.post(use_page(resource), data=typed | {"used_on": "2026-11-02"})
        assert done.status_code == 303
        assert "Grade &lt;4b&gt;</a>" in await read(educator, use_page(resource))
        sharing.away = True
        kept = await educator.post(use_page(resource), data=typed)
    assert kept.status_code == 503
    assert "2027-05-01" in kept.text


async def test_an_item_leads_staff_to_its_use_and_nobody_else(sharing: LibraryPages, here: Library) -> None:
    resource = await here.published()
    said = {"kind": "meeting", "used_in": str(uuid4()), "used_on": str(datetime(2026, 11, 2, tzinfo=UTC).date())}
    await here.ask("POST", f"{ITEMS}/{resource}/uses", 201, json=said)
    async with sharing.visitor("educator") as educator, sharing.visitor("learner") as learner:
        assert use_page(resource) in await read(educator, f"/library/items/{resource}")
        assert "A coaching meeting" in await read(educator, use_page(resource))
        assert use_page(resource) not in await read(learner, f"/library/items/{resource}")
        await read(learner, use_page(resource), 403)
        await read(educator, use_page(str(uuid4())), 404)
        await here.stand(resource, "recalled", because="Not ours.")
        assert "see to what takes its place" in await read(educator, use_page(resource))
        sharing.away = True
        assert "A coaching meeting" not in await read(educator, use_page(resource))
