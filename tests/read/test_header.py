"""What a book says of itself: titles, people, language and imprint as archives write them."""

from __future__ import annotations

import pytest

from publish.house.person_names import parse_name
from publish.model.edition import Book, Contributor
from publish.read.people import role_code

from .reading import HEADER, Read, tei

TITLES = [
    # titleStmt, language, title, subtitle
    ("<title>Effi Briest: ELTeC Ausgabe</title>", "de", "Effi Briest", ""),
    ("<title>Nana : édition ELTeC</title>", "fr", "Nana", ""),
    ("<title>Amor de Perdição: edição para o ELTeC</title>", "pt", "Amor de Perdição", ""),
    ("<title>Egri csillagok : ELTeC kiadás</title>", "hu", "Egri csillagok", ""),
    ("<title>Нечиста крв : ELTeC издање</title>", "sr", "Нечиста крв", ""),
    ("<title>Aurora Leigh, an electronic edition</title>", "en", "Aurora Leigh", ""),
    ("<title>Werther. Digitale Edition</title>", "de", "Werther", ""),
    ("<title>The Age [a machine-readable transcription]</title>", "en", "The Age", ""),
    ("<title>Odyssey</title><title type='sub'>Machine readable text</title>", "en", "Odyssey", ""),
    ("<title type='main'>A</title><title type='sub'>B</title>", "en", "A", "B"),
    ("<title>Poems : chiefly lyrical</title>", "en", "Poems", "chiefly lyrical"),
    ("<title>The web of life</title>", "en", "The web of life", ""),
    ("<title>The<lb/>Land<note>a note</note></title>", "en", "The Land", ""),
    ("<title>Slave. By Himself:<emph>Electronic Edition.</emph></title>", "en",
     "Slave. By Himself", ""),
    ("<title>Hamlet [Electronic resource] / William Shakespeare</title>"
     "<author>Shakespeare, William</author>", "en", "Hamlet", ""),
    ("<title>Goethe, Johann Wolfgang: Faust</title>"
     "<author>Goethe, Johann Wolfgang (1749-1832)</author>", "de", "Faust", ""),
    ("<title xml:lang='en'>The Seagull</title><title xml:lang='ru'>Чайка</title>", "ru",
     "Чайка", ""),
    ("<title>Tripiṭaka, Electronic version, No. 1</title>"
     "<title level='s'>大正藏</title><title xml:lang='zh'>長阿含經</title>", "zh", "長阿含經", ""),
    ("<title type='uniform'>Betha</title><title type='gmd'>An electronic edition</title>", "ga",
     "Betha", ""),
    ("<title>Paradise lost ... / by John Milton</title><author>Milton, John</author>", "en",
     "Paradise lost", ""),
    ("<title>Paradise lost / by John Milton</title>", "en", "Paradise lost", "by John Milton"),
    ("<title>Die Räuber : ein Schauspiel : in fünf Akten / Friedrich Schiller ; hrsg. von X</title>"
     "<author>Schiller, Friedrich</author>", "de", "Die Räuber", "ein Schauspiel, in fünf Akten"),
    ("<title>The Whale Again. <title rend='italic'>A Virtual Sea</title></title>", "en",
     "The Whale Again. A Virtual Sea", ""),
    ("<title><title type='main'>The Whale</title> : <title type='sub'>A Tale</title></title>", "en",
     "The Whale", "A Tale"),
    ("<title>Either / Or</title><author>Kierkegaard, Søren</author>", "en", "Either / Or", ""),
]  # fmt: skip


def book(read: Read, statement: str, *, lang: str = "en", rest: str = "", body: str = "") -> Book:
    header = f"<teiHeader><fileDesc><titleStmt>{statement}</titleStmt>{rest}</fileDesc></teiHeader>"
    language = f' xml:lang="{lang}"' if lang else ""
    result = read(tei(body or "<p>x</p>", header=header, lang=language))
    assert result.edition is not None
    return result.edition.book


@pytest.mark.parametrize(("statement", "lang", "title", "subtitle"), TITLES)
def test_a_title_is_what_a_title_page_would_say(
    read: Read, statement: str, lang: str, title: str, subtitle: str
) -> None:
    made = book(read, statement, lang=lang)
    assert (made.title, made.subtitle) == (title, subtitle)


def test_a_source_says_the_address_of_its_pointer(read: Read) -> None:
    source = "<sourceDesc><p>Home: <ptr target='https://example.org/lexicon'/></p></sourceDesc>"
    assert (
        book(read, "<title>T</title>", rest=source).source == "Home: https://example.org/lexicon."
    )


def test_without_a_title_in_the_header_the_source_or_the_text_gives_it(read: Read) -> None:
    source = "<sourceDesc><bibl><title>Of the Source</title></bibl></sourceDesc>"
    assert book(read, "<title/>", rest=source).title == "Of the Source"
    assert book(read, "<title/>", body="<head>Of the Text</head><p/>").title == "Of the Text"


NAMES = [
    ("Carroll, Lewis [pseud.] (1832-1898).", "Lewis Carroll", "Carroll, Lewis"),
    ("Douglass, Frederick, 1818-1895", "Frederick Douglass", "Douglass, Frederick"),
    ("Johann Wolfgang von Goethe", "Johann Wolfgang von Goethe", "Goethe, Johann Wolfgang von"),
    ("Balzac, Honoré de", "Honoré de Balzac", "Balzac, Honoré de"),
    ("Ursula K. Le Guin", "Ursula K. Le Guin", "Le Guin, Ursula K."),
    ("Donnchadh Ó Corráin", "Donnchadh Ó Corráin", "Ó Corráin, Donnchadh"),
    ("Alexandre Dumas, père", "Alexandre Dumas, père", "Dumas, Alexandre, père"),
    ("King, Martin Luther, Jr.", "Martin Luther King, Jr.", "King, Martin Luther, Jr."),
    ("Petty, William, Sir", "Sir William Petty", "Petty, William"),
    ("CORNEILLE, Pierre", "Pierre Corneille", "Corneille, Pierre"),
    ("Apex Data Services, Inc.", "Apex Data Services, Inc.", ""),
    ("Voltaire", "Voltaire", ""),
    ("Володимир Гнатюк, ред.", "Володимир Гнатюк", "Гнатюк, Володимир"),
    ("内村鑑三", "内村鑑三", ""),
    ("Tina Translator", "Tina Translator", "Translator, Tina"),
    ("Jones, Ed", "Ed Jones", "Jones, Ed"),
]


@pytest.mark.parametrize(("written", "shown", "filed"), NAMES)
def test_a_name_is_shown_as_on_a_title_page_and_filed_as_in_a_catalogue(
    written: str, shown: str, filed: str
) -> None:
    name = parse_name(written)
    assert (name.displayed, name.filed) == (shown, filed)


def test_hungarian_names_keep_the_family_first() -> None:
    assert parse_name("Gárdonyi Géza", "hu").filed == ""
    assert parse_name("Gárdonyi, Géza", "hu").displayed == "Gárdonyi Géza"


AUTHORS = [
    ("<author>Karl Marx and Friedrich Engels</author>", ["Karl Marx", "Friedrich Engels"]),
    ("<author>Marx, Karl; Engels, Friedrich</author>", ["Karl Marx", "Friedrich Engels"]),
    ("<author>Edmond and Jules de Goncourt</author>", ["Edmond and Jules de Goncourt"]),
    ("<author>anonymous</author>", []),
    ("<editor>Jane Roe</editor><editor>et al.</editor>", ["Jane Roe"]),
    ("<editor>und andere</editor>", []),
    ("<author><persName><surname>Humboldt</surname><forename>Alexander</forename>"
     "<nameLink>von</nameLink></persName><idno>x</idno></author>", ["Alexander von Humboldt"]),
    ("<author><persName xml:lang='ru'>Антон Чехов</persName>"
     "<persName xml:lang='en'>Anton Chekhov</persName></author>", ["Anton Chekhov"]),
    ("<author xml:lang='la'>Caesar</author><author xml:lang='en'>Julius Caesar</author>",
     ["Julius Caesar"]),
    ("<author>The Author <email>a@b.c</email><affiliation>U</affiliation></author>",
     ["The Author"]),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "names"), AUTHORS)
def test_authors_are_named_once(read: Read, statement: str, names: list[str]) -> None:
    made = book(read, f"<title>T</title>{statement}")
    assert [person.name for person in made.contributors] == names


def test_others_answer_for_what_they_did(read: Read) -> None:
    made = book(
        read,
        "<title>T</title><editor role='translator'>A. T. Murray</editor><editor>Ed Itor</editor>"
        "<respStmt><resp>Transcription by</resp><name>Tran Scriber</name></respStmt>"
        "<respStmt><resp key='http://id.loc.gov/vocabulary/relators/ill'/><name>Illu Stra</name>"
        "</respStmt>",
    )
    assert made.contributors == (
        Contributor(name="A. T. Murray", role="trl", file_as="Murray, A. T."),
        Contributor(name="Ed Itor", role="edt", file_as="Itor, Ed"),
        Contributor(name="Tran Scriber", role="trc", file_as="Scriber, Tran"),
        Contributor(name="Illu Stra", role="ill", file_as="Stra, Illu"),
    )
    assert role_code("Übersetzt von", "") == "trl"


def test_persons_are_known_by_the_records_that_the_header_names(read: Read) -> None:
    made = book(
        read,
        "<title>T</title><author ref='#x http://viaf.org/viaf/34455'><persName>Ann Author"
        "</persName><idno type='gnd'>"
        "118540238</idno><affiliation><orgName ref='https://isni.org/isni/0000000121032683'/>"
        "</affiliation></author><author>Ann Author</author>"
        "<editor ref='https://orcid.org/0000-0002-1825-0098'>Ed Itor</editor>",
    )
    assert [who.identifiers for who in made.contributors] == [
        ("https://viaf.org/viaf/34455", "https://d-nb.info/gnd/118540238"),
        (),
    ]


PARTS = [
    ("<author>Maude, Aylmer, trans.</author>", "trl Aylmer Maude"),
    ("<author>Ann Author, translated from the French by Tom Roe</author>",
     "aut Ann Author, trl Tom Roe"),
    ("<author>Ann Author; Tom Roe (Hrsg.)</author>", "aut Ann Author, edt Tom Roe"),
    ("<author><persName>Tom Roe</persName><roleName>translator</roleName></author>", "trl Tom Roe"),
    ("<respStmt><resp/><persName role='translator'>Tom Roe</persName></respStmt>", "trl Tom Roe"),
    ("<respStmt><resp>author</resp><name>Ann Author</name></respStmt>", "aut Ann Author"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "people"), PARTS)
def test_a_translator_is_no_author_wherever_the_header_says_so(
    read: Read, statement: str, people: str
) -> None:
    made = book(read, f"<title>T</title>{statement}")
    assert ", ".join(f"{who.role} {who.name}" for who in made.contributors) == people


def test_a_journal_names_authors_in_elements_of_its_own(read: Read) -> None:
    statement = (
        "<title>Sea</title><d:authorInfo xmlns:d='http://www.digitalhumanities.org/ns/dhq'>"
        "<d:author_name>Ann <d:family>Shore</d:family></d:author_name><d:bio><p>b</p></d:bio>"
        "</d:authorInfo>"
    )
    (author,) = book(read, statement).contributors
    assert (author.name, author.role, author.file_as) == ("Ann Shore", "aut", "Shore, Ann")


def test_a_title_page_says_who_translated(read: Read) -> None:
    page = (
        "<titlePage><byline>by <docAuthor>Ann Author</docAuthor></byline>"
        "<byline>Aus dem Englischen übersetzt von <docAuthor>Tom Roe</docAuthor></byline>"
        "</titlePage>"
    )
    made = book(read, "<title>T</title>", body=page)
    assert [(who.role, who.name) for who in made.contributors] == [
        ("aut", "Ann Author"), ("trl", "Tom Roe")]  # fmt: skip


def test_the_imprint_is_read(read: Read) -> None:
    made = book(
        read,
        "<title>T</title>",
        rest="<publicationStmt><publisher>A Press</publisher><pubPlace>Town,</pubPlace>"
        "<date when='1901-02-03'>Feb.</date><idno type='DOI'>10.1234/abc</idno><availability>"
        "<licence target='https://creativecommons.org/licenses/by/4.0/'/></availability>"
        "</publicationStmt><seriesStmt><title>S</title><biblScope unit='volume'>3</biblScope>"
        "</seriesStmt><sourceDesc><biblStruct><monogr><author>Bell, Ellis</author>"
        "<title>W : a novel</title><imprint><pubPlace>London</pubPlace><publisher>Newby</publisher>"
        "<date>1847</date></imprint></monogr></biblStruct></sourceDesc>",
    )
    assert (made.publisher, made.publisher_place, made.date) == ("A Press", "Town", "1901-02-03")
    assert made.identifier == "https://doi.org/10.1234/abc"
    assert made.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert made.rights == "Creative Commons Attribution 4.0 International (CC BY 4.0)"
    assert (made.series.name, made.series.position) == ("S", "3")
    assert made.source == "Ellis Bell. W: a novel. London: Newby, 1847."


def test_an_address_is_no_place_and_no_part_of_a_publishers_name(read: Read) -> None:
    made = book(
        read,
        "<title>T</title>",
        rest="<publicationStmt><publisher><orgName>A Body</orgName> <ref target='http://x.org'>x.org"
        "</ref></publisher><pubPlace><ref>http://x.org/1</ref></pubPlace></publicationStmt>",
    )
    assert (made.publisher, made.publisher_place) == ("A Body", "")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("It was the best of times, it was the worst of times, and he had not been there. ", "en"),
        ("Er hatte die ganze Nacht nicht geschlafen und war mit dem Zug in die Stadt ", "de"),
        ("Il y avait dans la maison une chambre que les enfants ne voyaient pas. ", "fr"),
        ("Он не мог понять, что это было, но так как она его ждала, то и он к ней ехал. ", "ru"),
        ("Arma virumque cano, et in terris non est ad quod nec cum sed ut qui. ", "la"),
        ("בראשית ברא אלהים את השמים ואת הארץ והארץ היתה תהו ובהו וחשך על פני תהום ", "he"),
        ("吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。", "ja"),
        ("Watu wote wamezaliwa huru; na by; kwa to, po za; a one, to come je na by od ", "und"),
        ("שלום רב לכל הקוראים בספר הזה. Great peace to all who read in this book. ", "und"),
        ("דער מאַן איז געקומען אין דער שטאָט מיט זיין ברודער און האָט געזאָגט ", "yi"),
        ("x y z ", "und"),
    ],
)  # fmt: skip
def test_a_language_that_nobody_states_is_guessed_and_told(
    read: Read, words: str, language: str
) -> None:
    result = read(tei(f"<p>{words * 12}</p>", lang=""))
    assert result.edition is not None
    assert result.edition.book.language == language
    assert result.codes == ["REA-027"]


def test_a_language_is_stated_in_many_places(read: Read) -> None:
    assert book(read, "<title>T</title>", lang="ger").language == "de"
    divisions = "<div xml:lang='fr'><p>x</p></div><div xml:lang='fr'><p>y</p></div>"
    assert book(read, "<title>T</title>", lang="", body=divisions).language == "fr"
    usage = "</fileDesc><profileDesc><langUsage><language ident='lat' usage='10'/><language ident="
    usage += "'eng' usage='90'/></langUsage></profileDesc><fileDesc>"
    assert book(read, "<title>T</title>", lang="", rest=usage).language == "en"


def test_a_corpus_has_the_language_that_its_documents_state(read: Read) -> None:
    usage = "</fileDesc><profileDesc><langUsage><language ident='{}'/></langUsage></profileDesc>"
    letters = "".join(
        tei("<p>x</p>", lang="", header=HEADER.replace("</fileDesc>", usage.format(tongue)))
        for tongue in ("deu", "deu", "fra")
    )
    corpus = f'<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">{HEADER}{letters}</teiCorpus>'
    result = read(corpus)
    assert result.edition is not None
    assert result.edition.book.language == "de"
    assert "REA-027" not in result.codes


@pytest.mark.parametrize(
    ("tongue", "words", "language"),
    [
        ("arc", "שלום לכם", "arc"),
        ("arc", "שלום is Peace to all of you", "und"),
        ("grc", "It is the hand of a man that was not in the city, and he had the key. ", "en"),
        ("gl", "It is the hand of a man that was not in the city, and he had the key. ", "gl"),
    ],
)
def test_the_language_of_a_stone_need_not_be_that_of_the_book(
    read: Read, tongue: str, words: str, language: str
) -> None:
    stone = f"<msDesc><msContents><textLang mainLang='{tongue}'/></msContents></msDesc>"
    header = HEADER.replace("<sourceDesc>", f"<sourceDesc>{stone}")
    result = read(tei(f"<p>{words * 9}</p>", lang="", header=header))
    assert result.edition is not None
    assert result.edition.book.language == language


def test_output_is_named_after_the_file_where_the_title_has_no_ascii(read: Read) -> None:
    result = read(tei("<p/>", header=HEADER.replace("<title>T</title>", "<title>長阿含經</title>")))
    assert result.edition is not None
    assert result.edition.slug == "in"
