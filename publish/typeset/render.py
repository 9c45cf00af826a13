"""Walk the TEI tree and build XHTML: every element goes through one rule.

For authors of rules. A rule is a plain function, `Rule = (element, into, typesetter) -> None`. It
is given the TEI element, the XHTML element to append to, and the Typesetter, and it appends what
it makes of the element, without the element's tail (the walker sees to that).

- Build with `open` (id, language and direction are carried over from the source), `children`
  and `one`, and `say` for words of the book's own; do not look back into what others have
  appended, and do not use `len(into)`, which walks all children each time.
- Every word is accounted for (`guard.py`): `children` sees to all that is in an element; a rule
  that goes through one by hand says its text with `say_text` and what stands behind each child
  with `say_tail`, or what is left over with `rest`. Words set in another form go through
  `say_as` or `put_as`; what is not set at all is declared with `leave_out` and a `Reason`. What
  was neither said nor declared stops the build as TYP-040.
- Append what reads well and leave the law to `content_model.py`: a `list` in a `p`, a `table` in
  a `span`, a link in a link, text in a `ul` are all mended afterwards for the whole tree.
- A word that a line end, page break or the like parts is joined by the walker, with or without
  `break="no"` (see `line_ends.py`); the space before a note's reference mark is closed, too.
- A heading's rank is `typesetter.part.level` (1-6); a division's rule raises it for what it holds.
- An element that renders through `children` alone loses its id unless something links to it;
  then the walker leaves an empty `span` with that id in its place.
- Rules are looked up by local name for TEI and MathML or SVG elements (`math`, `svg`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from publish.house.language.tag import direction_of, language_tag
from publish.model.document import INLINE, TEI, XML_ID, XML_LANG, local_name, tei
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import EPUB, XHTML
from publish.typeset.cjk_spaces import without_layout
from publish.typeset.ledger import Reason
from publish.typeset.line_ends import BREAKS, is_bare_hyphen, without_hyphen
from publish.typeset.output import Output
from publish.typeset.parallel_texts import ROW_MARK
from publish.typeset.rend import looks, looks_of_block, looks_of_run
from publish.typeset.state import Book, PartInHand, Walk
from publish.typeset.xhtml import BLOCKS, end_with, ending, name_of

Rule = Callable[[etree._Element, etree._Element, "Typesetter"], None]

Cut = Callable[[str], str]

EPUB_TYPE = f"{{{EPUB}}}type"

_LONGEST_NODE = 16_000
_PARTED = frozenset("p div span em i b li td dd blockquote".split())
"""A text node is copied each time that it grows: one of many pages, with a line end behind each
word, is parted by empty elements, which show nothing."""

_LONGEST_WORD = 200
"""Characters before a line end that are looked at: a paragraph may be one long text node."""

_FOREIGN = frozenset({"http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"})


_PLACES = BREAKS | {tei("anchor")}
"""Elements that are a place in the text: a note's mark keeps to the word before them."""

_BEHIND = INLINE - {"docAuthor", "docDate"}
"""Elements whose notes have their marks behind them; others are lines, and hold the marks."""

_REST_OF_WORD = lazy_pattern(r"\s*[^\W_]*")


class Typesetter(Struct):
    """The state of one walk, and the few moves that rules are made of."""

    book: Book
    rules: dict[str, Rule]
    set_tied: Rule
    """Sets the notes that belong to an element behind it."""
    out: Output
    part: PartInHand = field(default_factory=PartInHand)
    walk: Walk = field(default_factory=Walk)
    _by_tag: dict[str, Rule | None] = field(default_factory=dict)

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Set headings one rank lower for a while."""
        part = self.part
        level, part.level = part.level, min(6, part.level + 1)
        yield
        part.level = level

    def open(
        self, into: etree._Element, tag: str, source: etree._Element | None = None, cls: str = ""
    ) -> etree._Element:
        """Append an XHTML element; from its TEI `source` it takes id, language, direction, look."""
        made = etree.SubElement(into, f"{{{XHTML}}}{tag}")
        if cls:
            made.set("class", cls)
        if source is not None and (source.attrib or source in self.book.without_attributes):
            self.carry(source, made)
        return made

    def carry(self, source: etree._Element, made: etree._Element) -> None:
        """Give `made` the source's id (the first taker gets it), language, direction and look."""
        identifier = source.get(XML_ID) or self.book.citations.names.get(source)
        if identifier:
            name = self.out.ids.take(identifier)
            if name:
                made.set("id", name)
        lang = source.get(XML_LANG)
        if lang:
            self.set_language(made, lang, source)
        if source in self.book.parallel.rows:
            made.set(ROW_MARK, self.book.parallel.rows[source])
        if "rend" in source.attrib or "rendition" in source.attrib or "style" in source.attrib:
            asked = looks(source, self.book.survey, self.out)
            is_block = name_of(made) in BLOCKS
            asked = looks_of_block(asked) if is_block else looks_of_run(asked, source)
            classes = [*(made.get("class") or "").split(), *asked]
            if classes:
                made.set("class", " ".join(dict.fromkeys(classes)))

    def made_heading(self, into: etree._Element, rank: int, words: str, of: etree._Element) -> None:
        """Append a heading that the manuscript does not write: `Chapter 3`."""
        made = self.open(into, f"h{min(6, rank)}", cls="made")
        made.text = words
        mark = self.book.parallel.headings.get(of)
        if mark:
            made.set(ROW_MARK, mark)

    def set_language(
        self, made: etree._Element, lang: str, source: etree._Element | None = None
    ) -> None:
        """Write a language and, where the book has both directions, which way it runs."""
        tag = language_tag(lang)
        if not tag:
            message = f"xml:lang={lang!r} is no language tag; the text is set without a language"
            hint = "use a tag of BCP 47, such as 'en', 'grc' or 'sr-Latn'"
            self.out.tell("TYP-002", message, source, hint)
            return
        made.set("lang", tag)
        made.set(XML_LANG, tag)
        if self.book.has_both_directions:
            made.set("dir", direction_of(tag))

    def say(self, into: etree._Element, text: str | None) -> None:
        """Append text at the end of `into`."""
        if not text:
            return
        if self.book.is_unspaced:
            text = without_layout(text, ending(into) if text.isspace() else "")
        if self.walk.is_joining:
            text = text.lstrip()
            self.walk.is_joining = not text
        self._append(into, text)

    def _append(self, into: etree._Element, text: str) -> None:
        self.walk.ledger.spoken.append(text)
        last: etree._Element | None = None
        try:
            last = into[-1]
            said = last.tail or ""
        except IndexError:
            said = into.text or ""
        if len(said) > _LONGEST_NODE and name_of(into) in _PARTED and text != "":
            etree.SubElement(into, f"{{{XHTML}}}span").tail = text
        elif last is None:
            into.text = said + text
        else:
            last.tail = said + text

    def say_text(self, element: etree._Element, into: etree._Element, cut: Cut = str) -> None:
        """Say the text before an element's first child, for a rule that goes through it by hand.

        `cut` takes white space off: `str.strip` or the like.
        """
        self.walk.ledger.enter_text(element)
        self.say(into, cut(element.text or ""))

    def say_tail(self, element: etree._Element, into: etree._Element, cut: Cut = str) -> None:
        """Say the text behind an element, for a rule that goes through its parent by hand."""
        if element.tail:
            self.walk.ledger.enter_tail(element)
            self.say(into, cut(element.tail))

    def rest(self, element: etree._Element, into: etree._Element, *done: str) -> None:
        """Render what an element ought not to hold; children named in `done` are seen to."""
        self.say_text(element, into, str.strip)
        for child in element:
            if local_name(child) not in done:
                self.one(child, into)
            self.say_tail(child, into, str.strip)

    def say_as(self, element: etree._Element, into: etree._Element, words: str) -> None:
        """Say all the words that are in an element in another form: an example dedented, say."""
        self.leave_out(element, Reason.OTHER_FORM)
        self._append(into, words)

    def put_as(self, element: etree._Element, into: etree._Element, made: etree._Element) -> None:
        """Append what all that is in an element has become: a formula, a drawing."""
        self.leave_out(element, Reason.OTHER_FORM)
        self.walk.ledger.spoken += map(str, made.itertext(etree.Element))
        into.append(made)

    def leave_out(self, element: etree._Element, reason: Reason) -> None:
        """Declare that an element's words, with all that is in it, are not set here, and why.

        What a rule neither sets nor declares is an error of the build (TYP-040); what is left
        out and stands nowhere else is told (`ledger.TOLD`).
        """
        self.walk.ledger.left_out.setdefault(element, reason)

    def trim(self, into: etree._Element) -> str:
        """Take the white space from the end of what `into` says, and give it back."""
        try:
            last = into[-1]
        except IndexError:
            text = into.text or ""
            kept = text.rstrip()
            into.text = kept or None
        else:
            text = last.tail or ""
            kept = text.rstrip()
            last.tail = kept or None
        return text[len(kept) :]

    def children(self, element: etree._Element, into: etree._Element) -> None:
        """Render all that is inside `element` at the end of `into`."""
        self.walk.ledger.enter_whole(element)
        if element in self.book.citations.shown:
            self.say_numbers(element, into)
        self.say(into, element.text)
        hosts = self.book.note_plan.behind
        for child in element:
            if child.tag in BREAKS:
                self._join(child, into)
            self.one(child, into)
            if hosts and self.walk.is_joining and child in hosts:
                self._end_word(child, into)
            else:
                self.say(into, child.tail)
        if hosts and element in hosts and local_name(element) not in _BEHIND:
            self.set_tied(element, into, self)

    def _end_word(self, milestone: etree._Element, into: etree._Element) -> None:
        """Say the rest of a word that a milestone parts before the notes on that milestone."""
        tail = milestone.tail or ""
        match = _REST_OF_WORD.match(tail)
        end = match.end() if match else 0
        self.say(into, tail[:end])
        self.set_tied(milestone, into, self)
        self.say(into, tail[end:])

    def _join(self, milestone: etree._Element, into: etree._Element) -> None:
        """Begin to join the halves of a word, where a milestone stands between them."""
        said = ending(into)[-_LONGEST_WORD:]
        if is_bare_hyphen(said):
            said = "".join(map(str, into.itertext()))[-_LONGEST_WORD:]
        if not self.book.line_ends.joins(milestone, said):
            return
        self.join_words(into, keep_hyphen=self.book.line_ends.keeps_hyphen(milestone, said))

    def join_words(self, into: etree._Element, *, keep_hyphen: bool = False) -> None:
        """Close up what was said last, so that the next words go on with it."""
        text = ending(into)
        said = text[-_LONGEST_WORD:]
        kept = said if keep_hyphen else without_hyphen(said)
        self.walk.ledger.unsaid.append(said[len(kept) :])
        end_with(into, (text[:-_LONGEST_WORD] + kept).rstrip())
        self.walk.is_joining = True

    def one(self, element: etree._Element, into: etree._Element) -> None:
        """Render one element by its rule; one that has none is shown through its children."""
        tag = element.tag
        if not isinstance(tag, str) or element in self.book.note_plan.emptied:
            return
        if tag not in self._by_tag:
            self._by_tag[tag] = self._find_rule(tag)
        rule = self._by_tag[tag]
        if element in self.book.listed:
            self._mark_listed(element, into)
        is_host = element in self.book.note_plan.behind
        if is_host and tag in _PLACES and not self.walk.is_joining:
            self.set_tied(element, into, self)
        if rule is None:
            self._report_unknown(element, local_name(element))
            self.children(element, into)
        else:
            rule(element, into, self)
        if is_host and tag not in _PLACES:
            self.set_tied(element, into, self)
        if self.out.ids.wanted:
            identifier = element.get(XML_ID) or self.book.citations.names.get(element)
            if identifier and self.out.ids.is_missing(identifier):
                self.anchor(into, identifier)

    def _mark_listed(self, element: etree._Element, into: etree._Element) -> None:
        """Leave an anchor before a name, and put it on record for its index."""
        anchor = self.open(into, "span", None, "index-anchor")
        target = self.out.ids.fresh(f"{self.part.name}-name")
        anchor.set("id", target)
        for term in self.book.listed[element]:
            self.out.index_terms.append(replace(term, target=target))

    def _find_rule(self, tag: str) -> Rule | None:
        namespace, _, name = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        if namespace == TEI or not namespace or namespace in _FOREIGN:
            return self.rules.get(name)
        return self.rules.get(tag)

    def say_numbers(self, element: etree._Element, into: etree._Element) -> None:
        """Set the numbers by which the words of an element, or a milestone's, are cited.

        No line ends between one and the first word of its section.
        """
        wanted = self.book.edition.text.section_numbers
        if wanted != "none" and name_of(into) in {"section", "div"} and local_name(element) != "l":
            into = self.open(into, "p", None, "part-number-line")
        for shown in self.book.citations.shown[element] if wanted != "none" else ():
            cls = "part-number large" if shown.is_large else "part-number"
            made = self.open(into, "span", None, cls)
            name = self.book.citations.names.get(shown.place)
            identifier = self.out.ids.take(name) if name else ""
            if identifier:
                made.set("id", identifier)
            made.text = shown.number
            self.say(into, "\u00a0")

    def anchor(self, into: etree._Element, identifier: str) -> None:
        """Leave an empty element to link to, for a source element that has left none."""
        name = self.out.ids.take(identifier)
        if name:
            self.open(into, "span").set("id", name)

    def _report_unknown(self, element: etree._Element, name: str) -> None:
        """Say once for each name, and for each other namespace, that words have no form."""
        space = str(element.tag).rpartition("}")[0].removeprefix("{")
        kind = name if space in {"", TEI} else space
        message = f"no rule for <{name}>; its text is set as plain text"
        self.out.count("TYP-001", message, element, name=f"<{name}>", kind=kind)
