"""Plays in plain text and HTML, with names, verse and directions set in every usual way."""

from __future__ import annotations

import pytest

from .conftest import Imported, Imports, words_of

HAMLET = "".join(
    f"""
  Ber. Who's there?
  Fran. Nay, answer me. Stand and unfold yourself. Now it is struck {n},
    And I am sick at heart.
  Ber. Give you good night.                                   Exit.

                    Enter Horatio and Marcellus.

  Fran. I think I hear them.
    Stand, ho! Who is there?
"""
    for n in range(12)
)
WILDE = "".join(
    f"""
Algernon.  Did you hear what I was playing, Lane, for the {n}th time on this long
morning, or have you slept in the pantry until now?

Lane.  [Languidly.]  No, sir.

[Enter Jack.]

Algernon.  How are you (as you see me), Jack?  [Sits down.]
"""
    for n in range(8)
)
CYRANO = "".join(
    f"""
LE PORTIER (le poursuivant, un gros bâton à la main, à travers la salle, {n} fois
  au moins):
  Holà ! vos quinze sols !
  Je les veux maintenant !
  (Il s'assied.)
  Payez-moi.

LE CAVALIER:
  J'entre gratis !
"""
    for n in range(8)
)
PINERO = "".join(
    f"""
MRS. UPJOHN.

[_A podgy woman of {n} years._] Good evening to you all, my dears, and to the
Baron, who has come so far to see us.

LILY.

I-- I should like to stay.

  [_She goes to the window._
"""
    for n in range(8)
)
SHAW = "".join(
    f"""
THE DAUGHTER [in the space between the pillars] I'm getting chilled to the {n}th
bone.

MRS. HIGGINS. But we must have a cab.

Freddy rushes in out of the rain, and comes between them closing a dripping
umbrella, wet to the {n}th bone.
"""
    for n in range(8)
)


def imported(imports: Imports, text: str) -> Imported:
    made = imports("play.txt", f"A Play\n\nby Ann Miller\n\n\n{text}")
    lost = words_of(text) - words_of(" ".join(map(str, made.root.itertext())))
    assert lost == {}
    return made


def test_verse_without_empty_lines_is_parted_at_its_names(imports: Imports) -> None:
    head = "ACT I. Scene I.\nElsinore. A platform before the Castle.\n"
    made = imported(imports, head + HAMLET)
    body = made.body()
    assert '<div type="act"><head>ACT I.</head><div type="scene"><head>Scene I.</head>' in body
    assert "<stage>Elsinore. A platform before the Castle.</stage>" in body
    assert (
        "<sp><speaker>Fran.</speaker><l>Nay, answer me. Stand and unfold yourself. Now it is "
        "struck 3,</l><l>And I am sick at heart.</l></sp>"
    ) in body
    assert '<l>Give you good night.</l></sp><stage type="exit">Exit.</stage>' in body
    assert '<stage type="entrance">Enter Horatio and Marcellus.</stage><sp>' in body


def test_names_in_small_letters_with_a_point(imports: Imports) -> None:
    made = imported(imports, "FIRST ACT\n\n\nA room in a flat.\n" + WILDE)
    body = made.body()
    assert '<stage type="setting">A room in a flat.</stage><sp>' in body
    assert "<speaker>Lane.</speaker><p><stage>[Languidly.]</stage> No, sir.</p></sp>" in body
    assert '<stage type="entrance">[Enter Jack.]</stage><sp>' in body
    assert "How are you (as you see me), Jack? <stage>[Sits down.]</stage></p>" in body


def test_names_in_lines_of_their_own_above_verse(imports: Imports) -> None:
    made = imported(imports, "Acte I.\n\nUne salle.\n\nScène 1.\n" + CYRANO)
    body = made.body()
    assert '<head>Acte I.</head><stage type="setting">Une salle.</stage><div type="scene">' in body
    assert (
        "<sp><speaker>LE PORTIER</speaker><stage>(le poursuivant, un gros bâton à la main, à "
        "travers la salle, 3 fois au moins):</stage><l>Holà ! vos quinze sols !</l>"
        "<l>Je les veux maintenant !</l><stage>(Il s'assied.)</stage><l>Payez-moi.</l></sp>"
    ) in body
    assert len(made.find("//sp")) == 16


def test_names_in_paragraphs_of_their_own_above_prose(imports: Imports) -> None:
    body = imported(imports, "THE FIRST ACT\n" + PINERO).body()
    assert "<speaker>MRS. UPJOHN.</speaker><p><stage>[A podgy woman of 3 years.]</stage>" in body
    assert "stay.</p></sp><stage>[She goes to the window.</stage><sp>" in body


def test_directions_that_nothing_marks_stand_between_speeches(imports: Imports) -> None:
    body = imported(imports, "ACT I\n" + SHAW).body()
    assert "<speaker>THE DAUGHTER</speaker><p><stage>[in the space between the pillars]" in body
    assert "<speaker>MRS. HIGGINS.</speaker><p>But we must have a cab.</p></sp><stage>" in body


def test_persons_and_their_actors_are_no_speeches(imports: Imports) -> None:
    persons = (
        "THE PERSONS IN THE PLAY\n\nJohn Worthing, J.P.\nAlgernon Moncrieff\nLane (a Butler)\n\n"
        "THE SCENES OF THE PLAY\n\nACT I.  A Flat in Half-Moon Street.\n\n"
        "ACT II.  The Garden at Woolton.\n\n* * * * *\n\nLane: Mr. Peile.\n\n"
        "Algernon: Mr. Aynesworth.\n\n\n\nFIRST ACT\n"
    )
    made = imported(imports, persons + WILDE)
    cast = [["".join(each.itertext()) for each in item] for item in made.find("//castItem")]
    assert cast == [["John Worthing", "J.P."], ["Algernon Moncrieff"], ["Lane", "(a Butler)"]]
    assert made.find("//front/div/castList")
    assert [head.text for head in made.find("//body//head")] == ["FIRST ACT"]
    assert not [each for each in made.find("//sp") if "Aynesworth" in "".join(each.itertext())]


def test_scenes_without_numbers_are_told_by_the_gap_above_them(imports: Imports) -> None:
    text = "".join(f"\n\n\n\n{name}\n{CYRANO}" for name in ("Nacht.", "Vor dem Tor", "Kerker"))
    made = imported(imports, text)
    assert [head.text for head in made.find("//body/div/head")] == [
        "Nacht.",
        "Vor dem Tor",
        "Kerker",
    ]
    assert "IMP-010" in made.said


@pytest.mark.parametrize(
    ("cue", "speaker"),
    [
        ("<p><i>Kari.</i></p><p>", "Kari."),
        ("<p><b>Kari</b>: ", "Kari:"),
        ("<p><span style='font-variant:small-caps'>Kari</span> (<i>rising</i>). ", "Kari"),
        ("<p>KARI.<br/>", "KARI."),
    ],
)
def test_plays_in_html(imports: Imports, cue: str, speaker: str) -> None:
    other = cue.replace("Kari", "Halla").replace("KARI", "HALLA")
    body = f"<h2>Act I</h2>{f'{cue}Good evening.</p>{other}I am here.</p>' * 8}"
    made = imports("play.html", f"<html lang='en'><title>T</title><body>{body}</body></html>")
    speeches = made.find("//sp")
    assert len(speeches) == 16
    assert speeches[0][0].text == speaker
    assert "".join(speeches[1].itertext()).strip().endswith("I am here.")


def test_prose_with_short_sentences_is_no_play(imports: Imports) -> None:
    text = "No. I never said that I would come to the house by the sea again.\n\nYes. But why?\n\n"
    made = imported(imports, text * 12)
    assert not made.find("//sp")


def test_names_inside_stanzas_of_html(imports: Imports) -> None:
    stanza = (
        '<div class="stanza"><p class="c"><i>{}</i></p><p>The sea is high,</p>'
        "<p>And we must die.</p></div>"
    )
    stanzas = stanza.format("Ogre") + stanza.format("Witch")
    body = f'<h2>ACT I.</h2><div class="poem">{stanzas * 7}</div><h4>END OF THE FIRST ACT.</h4>'
    made = imports("play.html", f"<html lang='en'><title>T</title><body>{body}</body></html>")
    assert (
        "<sp><speaker>Witch</speaker><l>The sea is high,</l><l>And we must die.</l></sp>"
    ) in made.body()
    assert len(made.find("//sp")) == 14
    assert "<trailer>END OF THE FIRST ACT.</trailer></div>" in made.body()
