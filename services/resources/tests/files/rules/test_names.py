"""A name is for people: it is safe wherever it is shown or saved, and nothing in it is hidden."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.common.rules.problems import Problem
from resources.files.rules.names import LONGEST, Name, clean_name

NASTY = st.text(
    st.sampled_from('./\\: \t\n\0<>|?*"\u202e\u2066\u200b\u200d\ufeffaAé\u0301ñ日😀conpdfCOM1¹\ud800\u2028'),
    max_size=40,
)
ENDS = st.sampled_from(["", ".pdf", ".PDF", ".tar.gz", ".", ". ", ".p df", ".ｐｄｆ", ".İ"])
SENT = st.one_of(
    st.text(max_size=40), NASTY, st.builds(str.__add__, NASTY, ENDS), st.builds(str.__add__, st.text(), ENDS)
)


@settings(max_examples=400, derandomize=True)
@given(SENT)
def test_a_name_that_is_taken_is_safe_everywhere(sent: str) -> None:
    name = clean_name(sent)
    if isinstance(name, Problem):
        assert name.pointer == "/name"
        return
    stem, _, extension = name.text.rpartition(".")
    assert stem.strip(". ") == stem != ""
    assert extension == name.extension == extension.lower()
    assert extension.isascii()
    assert extension.isalnum()
    assert len(name.text.encode()) <= LONGEST
    assert unicodedata.is_normalized("NFC", name.text)
    assert not set(name.text) & set('/\\<>:"|?*')
    assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in name.text)


@settings(max_examples=300, derandomize=True)
@given(SENT)
def test_a_safe_name_comes_back_as_it_is(sent: str) -> None:
    name = clean_name(sent)
    if isinstance(name, Name):
        assert clean_name(name.text) == name


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("Unit 3.pdf", "Unit 3.pdf"),
        ("Fracciones – 2º.PDF", "Fracciones – 2º.pdf"),
        ("C:\\fakepath\\Unit 3.pdf", "Unit 3.pdf"),
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.ini.txt", "boot.ini.txt"),
        ("  a   b .pdf. . ", "a b.pdf"),
        ("an\u0303o.txt", "año.txt"),
        ("worksheet\u200b\u200d.pdf", "worksheet.pdf"),
        ("Unit 3: what?.pdf", "Unit 3_ what_.pdf"),
        ("file.txt:hidden.pdf", "file.txt_hidden.pdf"),
        ("con.pdf", "_con.pdf"),
        ("COM¹.tar.zip", "_COM¹.tar.zip"),
        ("aux .pdf", "_aux.pdf"),
        ("...hidden.pdf", "hidden.pdf"),
        ("😀🎉.png", "😀🎉.png"),
        ("page.html.pdf", "page.html.pdf"),
        ("a" * 250 + " b" * 9 + ".pdf", "a" * 250 + ".pdf"),
    ],
)
def test_what_systems_understand_differently_is_mended(sent: str, text: str) -> None:
    assert clean_name(sent) == Name(text, text.rpartition(".")[2])


@pytest.mark.parametrize("sent", ["a\0.pdf", "a\r\nSet-Cookie: x.pdf", "a\u2028b.pdf", "a\ud800.pdf", "\x1b[31m.pdf"])
def test_control_characters_are_refused(sent: str) -> None:
    problem = clean_name(sent)
    assert isinstance(problem, Problem)
    assert "control characters" in problem.detail


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_what_turns_the_direction_of_reading_is_refused(sign: str) -> None:
    problem = clean_name(f"worksheet{sign}fdp.exe")
    assert isinstance(problem, Problem)
    assert "direction of reading" in problem.detail


@pytest.mark.parametrize(
    "sent", ["", ".", "..", "../", "a/..", ".pdf", "...", "worksheet", "worksheet.", "a.p df", "a.日本", "dir.pdf/"]
)
def test_a_name_without_an_extension_or_without_anything_before_it_is_refused(sent: str) -> None:
    problem = clean_name(sent)
    assert isinstance(problem, Problem)
    assert "Unit 3.pdf" in problem.detail


@pytest.mark.parametrize("sign", ["a", "ñ", "日", "😀", "e\u0301"])
def test_ten_thousand_characters_are_shortened_and_keep_their_extension(sign: str) -> None:
    name = clean_name(sign * 10_000 + ".docx")
    assert isinstance(name, Name)
    assert name.text.endswith(".docx")
    assert LONGEST - 4 < len(name.text.encode()) <= LONGEST
