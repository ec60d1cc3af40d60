"""The framework browser: search, branches, an item in full, editions, lineage, import reports."""

import re
from typing import Any

import pytest

from services.dashboards.tests import competency_says as says
from services.dashboards.tests.contracts import faults, schema_named
from services.dashboards.tests.visitors import EVERYBODY, signed_in, uid
from shared.contracts.competency import FrameworkPublished, FrameworkRevised, ItemPublished, ItemRetired
from shared.testing import DISTRICT_B


@pytest.fixture
def district(lasting: Any) -> Any:
    return lasting


@pytest.mark.parametrize(
    ("schema", "answer"),
    [
        ("ExplanationOut", says.explanation), ("DiffOut", says.difference), ("DefectReport", says.report),
        ("LineageOut", says.lineage), ("Page_DeterminationOut_", says.history),
        ("EditionOut", lambda _: says.EDITIONS[0]),
    ],
)  # fmt: skip
def test_what_the_tests_have_competency_say_is_what_it_says(schema: str, answer: Any) -> None:
    assert faults(schema_named(schema), answer(uid)) == []
    assert faults(schema_named(schema), {"something": "else"}) != []


@pytest.fixture
def paths(district: Any) -> list[str]:
    base = f"/frameworks/{district.uid('framework')}"
    item = district.uid("MA.NQ.1")
    return [
        "/frameworks", "/frameworks?q=counts", base, f"{base}?at={item}", f"{base}?q=counts",
        f"{base}/branches/{district.uid('MA')}", f"{base}/items/{item}", f"{base}/editions",
        f"{base}/editions?old=1&new=2", f"{base}/lineage", f"{base}/import-report",
    ]  # fmt: skip


@pytest.fixture
def telling(competency: says.Competency) -> says.Competency:
    uid = competency.uid
    competency.answers = {
        competency.framework("editions"): says.EDITIONS,
        competency.framework("editions/1/diff/2"): says.difference(uid),
        competency.framework("import-report"): says.report(uid),
        competency.framework("lineage"): says.lineage(uid),
        f"/ims/case/v1p1/CFItemAssociations/{uid('MA.NQ.1')}": says.case_item(uid),
    }
    return competency


async def test_everybody_of_the_district_may_look_through_its_frameworks(
    district: Any, telling: Any, paths: list[str]
) -> None:
    for role, person in EVERYBODY:
        async with signed_in(district, role, person) as client:
            for path in paths:
                assert (await client.get(path)).status_code == 200, (role, path)


async def test_who_is_not_signed_in_or_of_another_district_sees_none_of_it(
    district: Any, telling: Any, paths: list[str]
) -> None:
    async with district.running.client() as anonymous:
        for path in paths:
            assert (await anonymous.get(path)).status_code == 303
    assert telling.heard == [], "nobody is asked for somebody who is not signed in"
    async with signed_in(district, district_id=DISTRICT_B) as theirs:
        assert "Orchard" not in (await theirs.get("/frameworks?q=counts")).text
        for path in paths[2:]:
            assert (await theirs.get(path)).status_code == 404, path
    async with signed_in(district, scopes=("rostering.read",)) as wrong:
        for path in paths:
            assert (await wrong.get(path)).status_code == 403


async def test_a_search_finds_by_beginnings_of_words_and_by_code(district: Any) -> None:
    other = FrameworkPublished(
        framework_id=district.uid("other"), title="Another framework", edition=1, items=1, scale_minimum=1,
        scale_maximum=4, mastery_score=3,
    )  # fmt: skip
    item = ItemPublished(
        framework_id=district.uid("other"), item_id=district.uid("OT.1"), edition=1,
        statement="Cuenta fracciones: MÉTODO de contar", coding_scheme="OT.1",
    )  # fmt: skip
    await district.tell(other, item)
    async with signed_in(district) as client:

        async def found(q: str, path: str = "/frameworks") -> str:
            text: str = (await client.get(path, params={"q": q})).text
            return text[text.index('id="found-title"') : text.index("</section>", text.index('id="found-title"'))]

        assert "Counts objects" in await found("COUNT obj")
        assert "Explains tens" not in await found("count obj")
        assert "Cuenta fracciones" in await found("metodo cont")
        assert "Another framework" in await found("fracc")
        by_code = await found("ma.nq")
        assert by_code.index("Number and quantity") < by_code.index("Counts objects")
        assert "Nothing here has all of these words" in await found("counts elephants")
        assert "fracciones" not in await found("fracc", f"/frameworks/{district.uid('framework')}")
        for odd in ("'", "'; drop", "!&|():*", "\\", "<->", "a" * 200, "%_"):
            answer = await client.get("/frameworks", params={"q": odd})
            assert answer.status_code == 200, odd
        assert "&lt;script" in await found("<script>")


async def test_a_search_shows_the_first_fifty_and_says_so(district: Any) -> None:
    await district.tell(
        *(
            ItemPublished(
                framework_id=district.uid("framework"), item_id=district.uid(f"many-{n}"), edition=1,
                statement=f"Measures lengths, part {n}", position=100 + n,
            )
            for n in range(60)
        )
    )  # fmt: skip
    async with signed_in(district) as client:
        text = (await client.get("/frameworks?q=measures")).text
    assert text.count("Measures lengths") == 50
    assert "The first 50" in text


async def test_what_is_retired_or_a_draft_is_not_found_and_what_is_given_up_says_so(world: Any, story: Any) -> None:
    district = world
    await district.tell(*story["framework"]())
    here = {"framework_id": district.uid("framework"), "edition": 2, "items": 8}
    gone = ItemRetired(framework_id=district.uid("framework"), item_id=district.uid("MA.AL.1"), edition=2)
    await district.tell(gone, FrameworkRevised(**here, state="deprecated"))
    async with signed_in(district) as client:
        assert "No longer in use" in (await client.get("/frameworks")).text
        assert "No longer in use" in (await client.get("/frameworks?q=counts")).text
        assert "Continues a pattern" not in (await client.get("/frameworks?q=continues")).text
        item = await client.get(f"/frameworks/{district.uid('framework')}/items/{district.uid('MA.AL.1')}")
        assert "what has been shown of it stays" in item.text
        await district.tell(FrameworkRevised(**here, state="draft"))
        assert "Orchard framework" not in (await client.get("/frameworks?q=counts")).text
        assert (await client.get(f"/frameworks/{district.uid('framework')}")).status_code == 404


async def test_a_branch_holds_what_hangs_from_it_and_no_more(district: Any) -> None:
    base = f"/frameworks/{district.uid('framework')}"
    async with signed_in(district) as client:
        top = (await client.get(base)).text
        assert "Mathematics" in top
        assert "Counts objects" not in top
        fragment = (await client.get(f"{base}/branches/{district.uid('MA.NQ')}")).text
        assert "Counts objects" in fragment
        assert "<html" not in fragment
        at = (await client.get(f"{base}?at={district.uid('MA.NQ')}")).text
        assert "Counts objects" in at
        assert "Mathematics" in at
        foreign = await client.get(f"/frameworks/{district.uid('nothing')}/items/{district.uid('MA.NQ')}")
        assert foreign.status_code == 404
        assert (await client.get(f"{base}/items/{district.uid('nothing')}")).status_code == 404


async def test_an_item_is_shown_in_full_with_what_it_is_connected_with(district: Any, telling: Any) -> None:
    async with signed_in(district) as client:
        text = (await client.get(f"/frameworks/{district.uid('framework')}/items/{district.uid('MA.NQ.1')}")).text
    assert "Counts objects, up to 1,000." in text
    assert "<dd>Grade 5</dd>" in text
    assert "Comes before" in text
    assert "Explains tens and ones" in text
    assert "Somebody else&#39;s item" in text
    assert "With &lt;b&gt;real" in text
    assert "isChildOf" not in text


async def test_editions_say_what_changed_between_them(district: Any, telling: Any) -> None:
    async with signed_in(district) as client:
        base = f"/frameworks/{district.uid('framework')}/editions"
        text = (await client.get(f"{base}?old=1&new=2")).text
        for said in ("Rounds numbers", "Uses an abacus", "<del>Counts objects</del>", "7 items are the same",
                     "<ins>Grade 5, Grade 6</ins>", "&lt;b&gt;old", "From 1 to 2"):  # fmt: skip
            assert said in text, said
        assert (await client.get(f"{base}?old=1&new=9")).status_code == 404
        assert (await client.get(f"{base}?old=none&new=9")).status_code == 404


async def test_an_import_report_counts_by_kind_says_where_and_can_be_kept(district: Any, telling: Any) -> None:
    async with signed_in(district) as client:
        path = f"/frameworks/{district.uid('framework')}/import-report"
        text = (await client.get(path)).text
        spanish = (await client.get(f"{path}?lang=es")).text
    assert "1,205 places were mended" in text
    assert "Nothing where a value belongs" in text
    assert "/CFItems/0/notes" in text
    assert "&lt;null&gt;" in text
    kept = f"/competency/v1/frameworks/{district.uid('framework')}/import-report?format=csv&amp;edition=2"
    assert f'href="{kept}"' in text
    assert re.search(r"Se corrigieron 1.?205 lugares", spanish)


async def test_how_far_an_adaptation_has_moved_is_said_in_words(district: Any, telling: Any) -> None:
    async with signed_in(district) as client:
        path = f"/frameworks/{district.uid('framework')}/lineage"
        text = (await client.get(path)).text
        assert "50% of all items are as in “The host&#39;s framework”" in text
        assert "The original is at edition 3 by now." in text
        assert "Our own" in text
        telling.answers.pop(telling.framework("lineage"))
        assert "was not adapted from another" in (await client.get(path)).text


async def test_while_competency_is_away_a_page_says_so_and_the_rest_of_it_stands(
    district: Any, telling: Any, paths: list[str]
) -> None:
    telling.away = True
    async with signed_in(district) as client:
        for path in paths[6:]:
            answer = await client.get(path)
            assert answer.status_code == 200, path
            assert "The rest of the page stands" in answer.text, path
            assert "Orchard framework" in answer.text
        telling.away, telling.answers = False, {path: {"an": "other kind"} for path in telling.answers}
        for path in paths[6:]:
            assert "The rest of the page stands" in (await client.get(path)).text, path


async def test_competency_is_asked_as_the_person_who_looks(district: Any, telling: Any, paths: list[str]) -> None:
    async with signed_in(district, "learner", "ana") as client:
        await client.get(paths[-1])
        session = client.cookies["trellis_session"]
    assert telling.heard[0].headers["authorization"] == f"Bearer {session}"
