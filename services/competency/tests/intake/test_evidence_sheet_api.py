"""Evidence from a spreadsheet: what people's programs write, line by line, sent again without effect."""

import csv
import io
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.competency.tests.pieces import ALL, piece
from shared.contracts.competency import EvidenceRecorded
from shared.testing import DISTRICT_A, DISTRICT_B, LEARNER_ID_KEY, RunningService, lost_commits
from shared.values.ids import mint_learner_id

SHEET = "/competency/v1/evidence/csv"
CSV = {"content-type": "text/csv"}
HEADER = ("learner_id", "item_id", "score", "observed_at", "source", "external_id")


def sheet(*rows: dict[str, Any] | tuple[Any, ...], columns: tuple[str, ...] = HEADER, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([row.get(name, "") for name in columns] if isinstance(row, dict) else row for row in rows)
    return out.getvalue().encode()


async def test_good_lines_are_kept_and_bad_ones_are_reported_by_line(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = sheet(
        piece(learner, items[0], 3, external_id=f"a-{learner}"),
        piece(learner, items[0], 77, external_id=f"b-{learner}"),
        piece(learner, items[1], 2),
        piece(learner, f"https://case.example/ims/case/v1p1/CFItems/{items[1]}", 2, external_id=f"c-{learner}"),
        piece(uuid4(), items[1], 2, external_id=f"d-{learner}"),
        piece(learner, items[1], "much", external_id=f"e-{learner}"),
        piece(learner, items[1], 3, kind="minutes", external_id=f"f-{learner}"),
    )
    async with running.client(DISTRICT_A, *ALL) as client:
        report = (await client.post(SHEET, content=body, headers=CSV)).json()
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
    lines = report["lines"]
    assert [(r["line"], r["status"]) for r in lines] == [
        (2, "recorded"), (3, "refused"), (4, "refused"), (5, "recorded"), (6, "refused"), (7, "refused"),
        (8, "recorded"),
    ]  # fmt: skip
    assert (report["recorded"], report["refused"]) == (3, 4)
    assert lines[1]["errors"][0]["pointer"] == "/score"
    assert lines[2]["errors"][0]["pointer"] == "/external_id"
    assert "no such learner" in lines[4]["problem"]
    assert (lines[5]["external_id"], lines[5]["errors"][0]["pointer"]) == (f"e-{learner}", "/score")
    assert {k["external_id"] for k in kept} == {f"{name}-{learner}" for name in "acf"}


async def test_what_excel_saves_is_read(running: RunningService, learner: UUID, items: list[str]) -> None:
    columns = ("Learner ID", "Item ID", "Score", "Scale minimum", "Scale maximum", "Observed at", "Source", "Kind",
               "External ID")  # fmt: skip
    rows = [
        (learner, items[0], "2,5", "", "", "2026-11-01T10:00:00Z", "conférence;\nà deux", "test", f"x1-{learner}"),
        (learner, items[1], "50", "0", "100", "2026-11-01T10:00:00Z", "essai", "peer", f"x2-{learner}"),
    ]
    saved = sheet(*rows, columns=columns, delimiter=";").decode()
    async with running.client(DISTRICT_A, *ALL) as client:
        old = await client.post(SHEET, content=saved.encode("windows-1252"), headers=CSV)
        declared = await client.post(
            SHEET, content=saved.encode("windows-1252"), headers={"content-type": "text/csv; charset=windows-1252"}
        )
        new = await client.post(SHEET, content=saved.encode("utf-8-sig"), headers=CSV)
        kept = (await client.get(f"/competency/v1/learners/{learner}/evidence")).json()["items"]
        other = await client.post(SHEET, content=saved, headers={"content-type": "text/csv; charset=koi8-r"})
        wrong = await client.post(SHEET, content=b"\x81", headers={"content-type": "text/csv; charset=windows-1252"})
    assert (old.status_code, other.status_code, wrong.status_code) == (400, 415, 400)
    assert "UTF-8" in old.json()["detail"]
    assert declared.json()["recorded"] == 2, declared.text
    assert new.json() == declared.json()
    kept.sort(key=lambda one: one["external_id"])
    assert [(k["score"], k["source"], k["kind"]) for k in kept] == [
        (2.5, "conférence;\nà deux", "test"), (2, "essai", "peer"),
    ]  # fmt: skip
    assert kept[1]["given"]["score"] == 50


async def test_a_line_of_excels_that_names_the_delimiter_is_no_header(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    saved = sheet(piece(learner, items[0], 3, external_id=f"sep-{learner}"), ("", "", "x"), delimiter=";").decode()
    async with running.client(DISTRICT_A, *ALL) as client:
        answers = [
            await client.post(SHEET, content=(first + saved).encode(), headers=CSV)
            for first in ("sep=;\r\n", "\ufeffsep=;\r\n", '"sep=;"\r\n')
        ]
    assert [answer.status_code for answer in answers] == [200] * 3, answers[0].text
    assert [(r["line"], r["status"]) for r in answers[0].json()["lines"]] == [(3, "recorded"), (4, "refused")]
    assert answers[1].json() == answers[2].json() == answers[0].json()


async def test_sending_the_sheet_again_rebuilds_the_report_and_changes_nothing(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    rows = [piece(learner, items[n % 4], n % 5, external_id=f"again-{learner}-{n}") for n in range(1200)]
    body = sheet(*rows, ("", "a line with", "one", 'quote" in it', "", ""), ("=1+1", items[0]))
    async with running.client(DISTRICT_A, *ALL) as client:
        with lost_commits(kept=True):
            first = await client.post(SHEET, content=body, headers=CSV)
        assert first.json()["recorded"] == 1200, first.text[:400]
        recorded = [p for p in await running.published(EvidenceRecorded) if p.event.learner_id == learner]
        await running.clear_outbox()
        second = await client.post(SHEET, content=body, headers=CSV)
    assert len(recorded) == 1200
    assert second.json() == first.json()
    assert await running.published() == []


async def test_the_report_comes_as_a_spreadsheet_in_which_no_cell_is_a_formula(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = sheet(
        piece(learner, items[0], 3, external_id="=HYPERLINK(1)"),
        piece(learner, items[0], 99, external_id="+1"),
        ("@SUM(1)", items[0]),
        piece(learner, items[0], 3, external_id="x;=HYPERLINK(1)"),
    )
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(f"{SHEET}?format=csv", content=body, headers=CSV)
        again = await client.post(f"{SHEET}?format=csv", content=body, headers=CSV)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "evidence-report.csv" in answer.headers["content-disposition"]
    assert again.content == answer.content
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["line"], row["status"]) for row in rows] == [
        ("2", "recorded"), ("3", "refused"), ("4", "refused"), ("5", "recorded"),
    ]  # fmt: skip
    assert rows[3]["external_id"] == "x;'=HYPERLINK(1)"
    assert rows[1]["column"] == "score"
    assert "off the scale" in rows[1]["problem"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


@pytest.mark.parametrize(
    ("content", "headers", "status", "says"),
    [
        (b"", CSV, 400, "empty"),
        (b"\n\n", CSV, 400, "empty"),
        (",".join(HEADER).encode(), CSV, 400, "no lines"),
        (b"item_id,score\n", CSV, 400, "missing"),
        (b"name," + ",".join(HEADER).encode(), CSV, 400, "none of ours"),
        (",".join(HEADER).encode("utf-16"), CSV, 400, "UTF-16"),
        (b'"' + ",".join(HEADER).encode(), CSV, 400, "stray quote"),
        (",".join(HEADER).encode() + b"\na,b,1,c,d,e" * 10_001, CSV, 413, "10000"),
        (b"\n" * 600_000, CSV, 413, "line breaks"),
        (b"x" * 10_000_001, CSV, 413, "larger"),
        (b"{}", {"content-type": "application/json"}, 415, "text/csv"),
    ],
)
async def test_a_sheet_that_cannot_be_read_is_refused_whole(
    running: RunningService, content: bytes, headers: dict[str, str], status: int, says: str
) -> None:
    async with running.client(DISTRICT_A, *ALL) as client:
        answer = await client.post(SHEET, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    assert says in answer.json()["detail"]


async def test_while_the_database_is_away_a_sheet_is_a_503(
    running: RunningService, learner: UUID, items: list[str]
) -> None:
    body = sheet(piece(learner, items[0], 3, external_id=f"away-{learner}"))
    async with running.client(DISTRICT_A, *ALL) as client:
        with lost_commits(2, kept=False):
            answer = await client.post(SHEET, content=body, headers=CSV)
    assert answer.status_code == 503
    assert "may have been recorded" in answer.json()["detail"]


async def test_a_sheet_needs_a_caller_the_scope_and_the_district(running: RunningService, items: list[str]) -> None:
    theirs = mint_learner_id(DISTRICT_B, LEARNER_ID_KEY)
    body = sheet(piece(theirs, items[0], 3, external_id=f"theirs-{theirs}"))
    async with running.client() as nobody, running.client(DISTRICT_A, "competency.read") as reader:
        assert (await nobody.post(SHEET, content=body, headers=CSV)).status_code == 401
        assert (await reader.post(SHEET, content=body, headers=CSV)).status_code == 403
    async with running.client(DISTRICT_A, *ALL) as client:
        report = (await client.post(SHEET, content=body, headers=CSV)).json()
    assert report["lines"][0]["status"] == "refused"
    assert "no such learner" in report["lines"][0]["problem"]
