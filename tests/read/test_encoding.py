"""Bytes into text: every encoding that XML files come in, and declarations that are wrong."""

from __future__ import annotations

import pytest

from .reading import Read, tei

WORDS = "Über die Grösse, «naïf» – œuvre"
LATIN = "Über die Grösse, «naïf»"


def declared(name: str, words: str = WORDS) -> str:
    return f'<?xml version="1.0" encoding="{name}"?>\n' + tei(f"<p>{words}</p>")


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16LE"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "UTF-32"),
        ("cp1252", "windows-1252"),
        ("mac-roman", "macintosh"),
    ],
)
def test_every_declared_encoding_is_read_in_silence(read: Read, codec: str, name: str) -> None:
    result = read(declared(name).encode(codec))
    assert result.codes == []
    assert result.words == WORDS


def test_latin_1_is_read(read: Read) -> None:
    result = read(declared("ISO-8859-1", LATIN).encode("latin-1"))
    assert (result.codes, result.words) == ([], LATIN)


def test_a_document_without_a_declaration_is_utf_8(read: Read) -> None:
    assert read(tei(f"<p>{WORDS}</p>").encode()).words == WORDS


@pytest.mark.parametrize("name", ["ISO-8859-1", "windows-1252", "UTF-16"])
def test_utf_8_that_calls_itself_otherwise_is_read_as_utf_8(read: Read, name: str) -> None:
    result = read(declared(name).encode("utf-8"))
    assert result.words == WORDS
    assert "read as UTF-8" in result.the("REA-017").message


def test_a_byte_order_mark_overrules_the_declaration(read: Read) -> None:
    result = read(declared("UTF-8").encode("utf-16"))
    assert result.words == WORDS
    assert "read as UTF-16" in result.the("REA-017").message


def test_windows_1252_in_a_file_declared_latin_1_keeps_its_dashes(read: Read) -> None:
    result = read(declared("ISO-8859-1").encode("cp1252"))
    assert result.words == WORDS
    assert result.the("REA-018").place is not None


def test_an_undeclared_latin_1_file_names_the_byte_the_letter_and_the_repair(read: Read) -> None:
    finding = read(tei("<p>one\nGrösse</p>").encode("latin-1")).the("REA-015")
    assert str(finding.place) == "in.xml:2:3"
    assert "byte 0xF6" in finding.message
    assert "windows-1252, in which this is ö" in finding.hint


def test_one_broken_letter_in_utf_8_is_told_from_another_encoding(read: Read) -> None:
    data = tei("<p>Ä Ö Ü ß é è à</p>").encode().replace("é".encode(), b"\xe9")
    assert "the rest of the file is UTF-8" in read(data).the("REA-015").hint


def test_an_unknown_encoding_offers_the_nearest(read: Read) -> None:
    finding = read(declared("windows-1225").encode("ascii", "ignore")).the("REA-016")
    assert "windows-1252" in finding.hint or "windows-125" in finding.hint


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_lines_count_the_same_whatever_ends_them(read: Read, end: str) -> None:
    text = tei("\n<p>one\ntwo</p>\n<p xml:id='a b'>three</p>").replace("\n", end)
    result = read(text.encode())
    assert result.words == "one two three"
    assert str(result.the("REA-025").place) == "in.xml:4:1"


def test_control_characters_are_named(read: Read) -> None:
    finding = read(tei("<p>one\x0btwo</p>")).the("REA-010")
    assert "U+000B" in finding.message
    assert finding.place is not None
