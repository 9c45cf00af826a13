"""Letters: a heading from the header, the order of dates, a calendar, who wrote to whom."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from publish.model.document import TEI, Document
from publish.model.edition import Book, Edition, Text
from publish.model.finding import Finding
from publish.model.publication import Part, Publication
from publish.typeset import typeset

NAMES = {"a": "Field, Ann", "m": "John Mill", "w": "Clara Weaver"}
HEADER = "<fileDesc><titleStmt><title>Letter</title></titleStmt></fileDesc>"
LONG = "<p>" + "All is well at the mill. " * 20 + "</p>"


def description(sender: str, recipient: str, date: str, more: str = "") -> str:
    return (
        "<correspDesc><correspAction type='sent'>"
        f"<persName ref='#{sender}'>{NAMES[sender]}</persName><placeName>London</placeName>{date}"
        f"</correspAction><correspAction type='received'><persName ref='#{recipient}'>"
        f"{NAMES[recipient]}</persName><placeName>Bath</placeName></correspAction>{more}"
        "</correspDesc>"
    )


def letter(name: str, described: str, body: str = LONG) -> str:
    return (
        f"<TEI xml:id='{name}'><teiHeader>{HEADER}<profileDesc>{described}</profileDesc>"
        f"</teiHeader><text><body>{body}</body></text></TEI>"
    )


def made(
    words: str, language: str = "en", order: str = "date"
) -> tuple[Publication, list[Finding]]:
    root = etree.fromstring(words.replace("<TEI", f"<TEI xmlns='{TEI}'", 1))
    document = Document(root, Path("l.xml"), "l.xml")
    edition = Edition(book=Book(title="T", language=language), text=Text(letter_order=order))
    publication, findings = typeset(document, edition)
    assert not [finding for finding in findings if finding.code in {"TYP-040", "TYP-041"}]
    return publication, findings


def corpus(*letters: str) -> str:
    inside = "".join(letters)
    return f"<teiCorpus xmlns='{TEI}'><teiHeader>{HEADER}</teiHeader>{inside}</teiCorpus>"


def blocks(part: Part, *names: str) -> list[str]:
    found = part.body.iter(*(f"{{*}}{name}" for name in names))
    return ["".join(map(str, each.itertext())).replace("\xa0", " ") for each in found]


def body_of(publication: Publication) -> Part:
    return next(part for part in publication.parts if blocks(part, "p") and "mill" in _all(part))


def _all(part: Part) -> str:
    return "".join(map(str, part.body.itertext()))


def test_a_letter_without_a_heading_gets_one_from_its_header() -> None:
    words = letter("x", description("a", "m", "<date when='1801-02-03'/>"))
    part = body_of(made(words)[0])
    assert blocks(part, "h1", "h2", "h3")[0] == "Ann Field to John Mill, 3 February 1801"
    assert blocks(part, "p")[0] == "London to Bath"
    assert part.title == "Ann Field to John Mill, 3 February 1801"


def test_the_heading_speaks_the_language_of_the_book() -> None:
    words = letter("x", description("a", "m", "<date when='1801-02'/>"))
    part = body_of(made(words, language="de")[0])
    assert part.title == "Ann Field an John Mill, Februar 1801"


def test_what_editors_have_inferred_is_in_brackets_and_words_go_before_numbers() -> None:
    date = "<date when='1801-02-03' evidence='conjecture'>3 Feb.</date>"
    part = body_of(made(letter("x", description("a", "m", date)))[0])
    assert part.title == "Ann Field to John Mill, [3 Feb.]"


def test_a_letter_keeps_the_heading_that_it_has() -> None:
    body = f"<div type='letter'><head>No. 5</head>{LONG}</div>"
    described = description("a", "m", "<date when='1801'/>")
    part = body_of(made(letter("x", described, body))[0])
    assert blocks(part, "h1", "h2")[0] == "No. 5"
    assert "Ann Field" not in _all(part)


def test_several_sessions_of_writing_are_one_letter() -> None:
    body = f"<div type='writingSession'>{LONG}</div><div type='writingSession'>{LONG}</div>"
    publication, _ = made(letter("x", description("a", "m", "<date when='1801'/>"), body))
    assert len([part for part in publication.parts if "mill" in _all(part)]) == 1


def test_a_long_letter_in_two_sessions_stands_below_its_heading() -> None:
    session = f"<div type='writingSession'>{LONG * 20}</div>"
    publication, _ = made(
        letter("x", description("a", "m", "<date when='1801'/>"), session + session)
    )
    (part,) = [part for part in publication.parts if "Field to" in _all(part)]
    assert _all(part).count("All is well") == 800


def test_a_corpus_is_in_the_order_of_its_dates_with_a_calendar_and_an_index() -> None:
    words = corpus(
        letter("B", description("m", "a", "<date when='1801-05-01'/>")),
        letter("A", description("a", "m", "<date notBefore='1800'/>")),
        letter("C", description("w", "a", "<date when='1802'/>")),
    )
    publication, findings = made(words)
    headings = ["Ann Field to John Mill, 1800", "John Mill to Ann Field, 1 May 1801"]
    headings.append("Clara Weaver to Ann Field, 1802")
    assert blocks(body_of(publication), "h1", "h2") == headings
    assert "TYP-110" in {finding.code for finding in findings}
    calendar = next(part for part in publication.parts if part.title == "Calendar of Letters")
    places = [f"{heading}, London" for heading in headings]
    assert [e.text for e in calendar.body.iter("{*}a") if e.get("class") == "entry"] == places
    index = next(part for part in publication.parts if part.title == "Index of Correspondents")
    named = [(item.text or "").rstrip(", ") for item in index.body.iter("{*}li")]
    assert named == ["Field, Ann", "Mill, John", "Weaver, Clara"]


def test_the_source_may_keep_its_order() -> None:
    words = corpus(
        letter("B", description("m", "a", "<date when='1801'/>")),
        letter("A", description("a", "m", "<date when='1800'/>")),
    )
    publication, findings = made(words, order="source")
    assert blocks(body_of(publication), "h1", "h2")[0].endswith("1801")
    assert "TYP-110" not in {finding.code for finding in findings}
    assert "Index of Correspondents" not in {part.title for part in publication.parts}


def test_replies_are_links_where_the_book_has_them() -> None:
    back = "<correspContext><ref type='prev' target='A'/><ref type='prev' target='Z'>No</ref>"
    back += "</correspContext><correspContext n='corpus'><ptr type='prev' target='A'/>"
    words = corpus(
        letter("A", description("a", "m", "<date when='1800'/>")),
        letter("B", description("m", "a", "<date when='1801'/>", f"{back}</correspContext>")),
    )
    part = body_of(made(words)[0])
    assert blocks(part, "p")[-1] == "Previous letter: Ann Field to John Mill, 1800"
    (link,) = part.body.iter("{*}a")
    ids = {e.get("id") for e in part.body.iter("{*}h1", "{*}h2")}
    assert (link.get("href") or "")[1:] in ids


def test_letters_of_one_text_are_told_apart_by_their_order_or_by_name() -> None:
    first, second = (
        description("a", "m", "<date when='1800'/>"),
        description("m", "a", "<date when='1801'/>"),
    )
    second = second.replace("<correspDesc>", "<correspDesc xml:id='c2'>", 1)
    for attributes in (("", ""), (" decls='#none'", " decls='#c2'")):
        divisions = "".join(f"<div type='letter'{more}>{LONG}</div>" for more in attributes)
        publication, _ = made(letter("x", first + second, divisions))
        text = "".join(map(_all, publication.parts))
        assert "John Mill to Ann Field, 1801" in text


def test_of_two_descriptions_of_one_letter_the_first_heads_it() -> None:
    described = description("a", "m", "<date when='1801'/>") + description("w", "m", "<date/>")
    publication, _ = made(letter("l", described))
    assert blocks(body_of(publication), "h1")[0] == "Ann Field to John Mill, 1801"


def test_a_date_in_figures_is_said_in_words() -> None:
    date = "<date when='1801-02-03'>03.02.1801</date>"
    part = body_of(made(letter("x", description("a", "m", date)))[0])
    assert part.title == "Ann Field to John Mill, 3 February 1801"


def test_descriptions_older_than_the_guidelines_are_read() -> None:
    old = (
        "<correspDesc><sender><persName>Field, Ann</persName></sender><addressee><persName>John"
        " Mill</persName></addressee><placeSender><placeName>London</placeName></placeSender>"
        "<dateSender><date when='1801'/></dateSender></correspDesc>"
    )
    part = body_of(made(letter("x", old))[0])
    assert part.title == "Ann Field to John Mill, 1801"
    assert blocks(part, "p")[0] == "London"


def test_letters_in_a_novel_are_listed_as_sections_and_not_as_letters_of_an_alphabet() -> None:
    inner = f"<div type='letter'><head>To Ann</head>{LONG}</div>"
    body = f"<div type='chapter'><head>One</head>{LONG}{inner}{inner}</div>"
    entries = made(letter("x", "", body))[0].contents
    below = [child for entry in entries for child in entry.children]
    assert [(child.title, child.is_letter) for child in below] == [("To Ann", False)] * 2


def test_a_heading_stands_before_what_opens_a_letter_in_its_front() -> None:
    described = description("a", "m", "<date when='1801'/>")
    front = "<front><div type='opener'><p>Dear John,</p></div></front>"
    one = letter("x", described).replace("<body>", f"{front}<body>")
    part = body_of(made(corpus(one, letter("y", described)))[0])
    assert blocks(part, "h1", "h2", "p")[:3] == [
        "Ann Field to John Mill, 1801",
        "London to Bath",
        "Dear John,",
    ]


def test_the_editors_title_stands_for_a_recipient_who_is_not_told() -> None:
    described = description("a", "m", "<date when='1801'/>").replace(NAMES["m"], "")
    one = letter("x", described).replace(">Letter<", ">Ann Field to her brother, London, 1801<")
    part = body_of(made(corpus(one, letter("y", described)))[0])
    assert blocks(part, "h1", "h2") == ["Ann Field to her brother, London, 1801", "Ann Field, 1801"]
    assert blocks(part, "p")[0].startswith("All is well")


def test_a_day_stays_with_its_month() -> None:
    dated = description("a", "m", "<date when='1801-02-03'/>")
    (heading,) = body_of(made(letter("l", dated))[0]).body.iter("{*}h1")
    assert "3\xa0February 1801" in (heading.text or "")


def test_a_letter_keeps_a_heading_two_divisions_deep() -> None:
    body = f"<div type='transcription'><div type='letter'><head>No. 5</head>{LONG}</div></div>"
    described = description("a", "m", "<date when='1801'/>")
    assert blocks(body_of(made(letter("x", described, body))[0]), "h1", "h2") == ["No. 5"]


def test_a_letter_that_a_comment_follows_is_in_the_contents_once() -> None:
    body = (
        f"<div type='letter'><dateline>Bath, 3 Feb.</dateline>{LONG}</div>"
        "<div type='comment'><p>Unsigned.</p></div>"
    )
    described = description("a", "m", "<date when='1801-02-03'/>")
    publication = made(corpus(letter("x", described, body), letter("y", described, body)))[0]
    titles = [entry.title for top in publication.contents for _, entry in top.flat()]
    assert len(titles) == 3 and not any("Bath, 3" in title for title in titles)
