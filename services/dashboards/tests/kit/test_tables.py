"""Tables that sort and filter by the address."""

from dashboards.kit.tables import Cell, Column, Filter, Table, table


def shown(**query: str) -> Table:
    rows = [("élan", "05", 2), ("Ana", "KG", None), ("Zoë", "05", 10)]
    return table(
        "people", "People",
        [
            Column("name", "Name", lambda row: Cell(row[0]), lambda row: row[0]),
            Column("count", "Count", lambda row: Cell(str(row[2])), lambda row: row[2], numeric=True),
            Column("about", "About", lambda row: Cell("–")),
        ],
        rows, path="/people", query=query, keep=["framework"],
        filters=[Filter("grade", "Grade", [("KG", "Kindergarten"), ("05", "Grade 5")], lambda row: [row[1]])],
    )  # fmt: skip


def names(found: Table) -> list[str]:
    return [str(row[0].words) for row in found.rows]


def test_a_table_sorts_by_the_address_without_regard_to_accents_and_what_is_missing_last() -> None:
    assert names(shown()) == ["élan", "Ana", "Zoë"]
    assert names(shown(sort="name")) == ["Ana", "élan", "Zoë"]
    assert names(shown(sort="-name")) == ["Zoë", "élan", "Ana"]
    assert names(shown(sort="count")) == ["élan", "Zoë", "Ana"]
    assert names(shown(sort="-count")) == ["Zoë", "élan", "Ana"]


def test_its_head_says_what_it_is_sorted_by_and_leads_to_the_other_way_round() -> None:
    name, count, about = shown(sort="name", grade="05", framework="f").headings
    assert (name.direction, count.direction, about.href) == ("ascending", None, None)
    assert name.href == "/people?framework=f&grade=05&sort=-name#people"
    assert shown(sort="-name").headings[0].href == "/people?sort=name#people"


def test_filters_take_what_they_offer_and_leave_out_the_rest() -> None:
    assert names(shown(grade="05", sort="name")) == ["élan", "Zoë"]
    assert (shown(grade="05").filtered, shown(grade="05").of) == (True, 3)
    for other in ("Ana Example", "<b>", ""):
        found = shown(grade=other, sort=other)
        assert len(found.rows) == 3
        assert not found.filtered
        assert "Ana" not in found.unfiltered
    assert dict(shown(grade="05", sort="name", framework="f", other="x").kept) == {"framework": "f", "sort": "name"}
