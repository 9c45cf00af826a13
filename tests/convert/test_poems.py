"""Books of verse in plain text: titles, parts, numbers, choruses and lines of any length."""

from __future__ import annotations

from .conftest import Imported, Imports

STANZA = (
    "The sun does arise,\nAnd make happy the skies;\n   The merry bells ring\n"
    "To welcome the Spring.\n"
)
LONG = (
    "'What are the bugles blowing for, and who has called?' said Files-on-Parade.\n"
    "'To turn you out, to turn you out at once, to march,' the Colour-Sergeant said.\n"
    "'What makes you look so white, so white, and shake?' said Files-on-Parade.\n"
)


def imported(imports: Imports, text: str) -> Imported:
    return imports("songs.txt", f"Songs\n\nby Ann Miller\n{text}")


def heads(made: Imported) -> list[list[str]]:
    return [
        [" ".join("".join(head.itertext()).split()) for head in div.iterchildren("{*}head")]
        for div in made.find("//div")
    ]


def test_titles_above_verse_are_heads_of_poems(imports: Imports) -> None:
    poems = "".join(
        f"\n\n\n{title}\n\n\n{STANZA}\n{LONG}" for title in ("THE ECHO", "Tommy", "SNOW")
    )
    made = imported(imports, poems * 2)
    assert heads(made) == [["THE ECHO"], ["Tommy"], ["SNOW"]] * 2
    assert {div.get("type") for div in made.find("//div")} == {"poem"}
    assert len(made.find("//div/lg/lg")) == 12
    assert "IMP-010" in made.said


def test_parts_numbers_and_lines_below_a_title(imports: Imports) -> None:
    part = "\n\n\n\n\nSONGS OF {}\n"
    poem = f"\n\n\nTHE LAMB\n\n(_A hymn_)\n\nMusic by Ann Miller.\n\n{STANZA}\n{STANZA}\n"
    cycle = f"\n\n\nCYCLE\n\n\nI\n\n{STANZA}\n\n\nII\n\nTo Her\n\n{STANZA}"
    made = imported(imports, "".join(part.format(name) + poem + cycle for name in ("JOY", "WOE")))
    assert heads(made)[:5] == [
        ["SONGS OF JOY"],
        ["THE LAMB", "(A hymn)"],
        ["CYCLE"],
        ["I"],
        ["II", "To Her"],
    ]
    assert [byline.text for byline in made.find("//div/byline")] == ["Music by Ann Miller."] * 2
    assert [len(div) for div in made.find("//body/div")] == [3, 3]


def test_a_chorus_is_the_head_of_its_stanza(imports: Imports) -> None:
    song = f"\n\n\nOLE SHADY\n\n\n{STANZA}\nCHORUS.\n\n{STANZA}\n"
    made = imported(imports, song * 5)
    assert heads(made) == [["OLE SHADY"]] * 5
    assert '<lg type="refrain"><head>CHORUS.</head><l>The sun does arise,</l>' in made.body()


def test_contents_of_poems_go_and_no_verse_with_them(imports: Imports) -> None:
    titles = ("Bed in Summer", "A Thought", "At the Sea-Side", "Rain")
    contents = "\n\n\nContents\n\n" + "".join(
        f"   {n}   {title}\n" for n, title in enumerate(titles, 1)
    )
    poems = "".join(f"\n\n\n{n}\n{title}\n\n{STANZA}\n{LONG}" for n, title in enumerate(titles, 1))
    made = imported(imports, contents + poems)
    assert "Contents" not in made.body()
    assert heads(made) == [[str(n), title] for n, title in enumerate(titles, 1)]
    assert len(made.find("//l")) == 28
