"""How wide words are and where they may be divided, in one style: each is shaped once.

Words are measured by Pango, as lines are drawn, so that fonts, features and languages are the same.
None of our text faces kerns with the space: a line is as wide as its words and spaces.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Set
from typing import Protocol, cast

import pyphen
from msgspec import Raw, Struct, structs
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from publish.engine.computed_style import Style
from publish.engine.glyphs import GlyphLine
from publish.engine.kept_words import KeptStyle, KeptWords, WrittenStyle, written
from publish.engine.paragraphs.items import LETTER
from publish.house.language.bound_hyphens import binds
from publish.house.language.hyphenation import open_dictionary
from publish.house.language.ligatures import seams
from publish.house.language.typography import typography_of
from publish.model.lazy_pattern import lazy_pattern

_KEY = (
    "font_family font_style font_stretch font_weight font_size font_kerning font_variant_ligatures "
    "font_variant_position font_variant_caps font_variant_numeric font_variant_alternates "
    "font_variant_east_asian font_feature_settings font_variation_settings font_language_override "
    "lang direction letter_spacing word_spacing hyphens hyphenate_limit_chars hyphenate_character"
).split()
"""What of a style makes the widths and the divisions of words."""

NO_BREAK = "\u00a0"

SPACES = f" {NO_BREAK}"
"""Spaces that grow and shrink; the second ends no line."""

WORDS = lazy_pattern("[^ \u00a0]+ ?|[ \u00a0]")
"""What is between spaces, with the space behind it at which a line may end; any other space."""

SOFT_HYPHEN = "\xad"

LONG = 64
"""Letters of a token up to which its parts are measured by themselves. Those of a longer one, as of
a text without spaces, are measured in it, without what kerning makes of their ends: it would be
shaped once more for each."""

_PLAIN = lazy_pattern(r"([^\w\s]*)([^\W\d_\u0590-\u1dff\u2e80-\uffff]+)([^\w\s]*)")
"""A word of letters with marks around it, none within."""

_NO_BREAK = lazy_pattern(r"[^\W_]+|[^\w\s]*[^\W_]+[.,;:!?…”’»“\"')\]]*")
"""A token with no place for a line to end but between its letters."""

_DASHES = "–—―⸺⸻"
_CLOSES = "”’»›)]}.,;:!?…\"'"


class Division(Struct, frozen=True):
    """A place in a token where a line may end."""

    at: int
    """How many of its bytes go before."""
    before: float
    """The width of what goes before, as part of the whole."""
    end: float
    """What a line that ends here has besides: a hyphen, and what kerning makes of it."""
    after: float
    """What the next line has besides."""
    is_hyphen: bool
    """Whether the line ends with a hyphen, its own or one that is put there."""
    is_printed: bool
    """Whether the hyphen is put there."""
    is_anywhere: bool = False
    """Whether the word has no place here: it is wider than a line."""


class _Dictionary(Protocol):
    """Where a language divides its words."""

    def positions(self, word: str) -> list[int]: ...


class Words:
    """The words of one style."""

    def __init__(self, style: Style, name: str) -> None:
        """Have a style's words measured; its name is the same wherever it is set alike."""
        self.style, self.name = style, name
        self.kept = KeptStyle()
        """What an earlier layout has found."""
        self._sizes: dict[str, tuple[float, int]] = {}
        self._spaced: dict[str, tuple[float, float, int]] = {}
        self._fixed: dict[str, tuple[Division, ...]] = {}
        self._divisions: dict[str, tuple[Division, ...]] = {}
        self._written: dict[str, Raw] = {}
        self._placed: tuple[str, list[float]] = "", [0.0]
        self._layout: Layout | None = None
        spaced = style["letter_spacing"] not in ("normal", 0) or style["word_spacing"]
        self._is_plain = not spaced
        self._spaces: dict[str, float] = {}
        self.space = self.space_beside("n")
        share = typography_of(style["lang"] or "").letters
        self.letter = LETTER * share * style["font_size"]
        """The width of a letter, of which a letter space is a share, as its language has it."""
        self.height = self._height()

    def recall(self, kept: KeptStyle) -> None:
        """Know what an earlier layout has found."""
        self.kept = kept
        self._sizes.update(kept.sizes)

    def keep(self, words: Set[str]) -> WrittenStyle:
        """Tell what is known of some words."""
        sizes, found, made = self._sizes, self._divisions, self._written
        divided = words & found.keys()
        for word in divided - made.keys():
            made[word] = written([*map(structs.astuple, found[word])])
        return WrittenStyle(
            {word: sizes[word] for word in words & sizes.keys()},
            {word: made[word] for word in divided},
        )

    def _height(self) -> float:
        layout = Layout(self.style)
        layout.set_text("n")
        return float(line_break.line_size(layout.get_first_line()[0], self.style)[1])

    def width(self, text: str) -> float:
        """Measure a word or a part of one, in CSS pixels."""
        return self.size(text)[0]

    def size(self, text: str) -> tuple[float, int]:
        """Give the width of a word, and the number of its glyphs."""
        return self._sizes.get(text) or self._measure(text)

    def space_beside(self, word: str) -> float:
        """Measure a space behind a word, or before one that a text begins with.

        It is set in the font that the word's last sign has, be it the style's own or another.
        """
        known = self._spaces.get(word[-1])
        if known is None:
            known = self._spaces[word[-1]] = self._measure_space(word)
        return known

    def _measure_space(self, word: str) -> float:
        sign = last_sign(word)
        return self.width(f"{sign} {sign}") - 2 * self.width(sign)

    def line_size(self, text: str) -> tuple[float, int]:
        """Give the width of words with spaces between them, and the number of glyphs."""
        width, glyphs, beside = 0.0, 0, text.strip(SPACES)[:1] or "n"
        known = self._spaced
        for piece in WORDS.findall(text):
            if piece in SPACES:
                width += self.space_beside(beside.removesuffix(" "))
                glyphs += 1
                continue
            own, space, count = known.get(piece) or self._measure_spaced(piece)
            width = width + own + space
            glyphs += count
            beside = piece
        return width, glyphs

    def _measure_spaced(self, piece: str) -> tuple[float, float, int]:
        """Measure a word and the space behind it, and count their glyphs."""
        word = piece.removesuffix(" ")
        width, glyphs = self.size(word)
        has_space = word != piece
        space = self.space_beside(word) if has_space else 0.0
        made = self._spaced[piece] = width, space, glyphs + has_space
        return made

    def _measure(self, text: str) -> tuple[float, int]:
        line = self.shaped(text)
        if self._needs_own_layout(text):
            width = float(line_break.line_size(line, self.style)[0])
        else:
            pango.pango_layout_line_get_extents(line, ffi.NULL, self._extents)
            width = float(self._extents.width * FROM_UNITS)
        size = self._sizes[text] = width, count_glyphs(line)
        return size

    def _needs_own_layout(self, text: str) -> bool:
        language = self.style["lang"]
        return not self._is_plain or bool(language and any(seams(text, language)))

    def shaped(self, text: str) -> GlyphLine:
        """Have Pango shape a word; its glyphs are there until the next one is shaped."""
        if self._needs_own_layout(text):
            self._own = Layout(self.style)
            self._own.set_text(text)
            line: GlyphLine = self._own.get_first_line()[0]
            return line
        if self._layout is None:
            self._layout = Layout(self.style)
            self._extents = ffi.new("PangoRectangle *")
        encoded = text.encode()
        pango.pango_layout_set_text(self._layout.layout, ffi.from_buffer(encoded), len(encoded))
        line = pango.pango_layout_get_line_readonly(self._layout.layout, 0)
        return line

    def fixed(self, token: str) -> tuple[Division, ...]:
        """List the places where a token may be divided that its own signs make."""
        known = self._fixed.get(token)
        if known is None:
            known = () if _NO_BREAK.fullmatch(token) else tuple(self._find_fixed(token))
            self._fixed[token] = known
        return known

    def _find_fixed(self, token: str) -> list[Division]:
        language = self.style["lang"]
        attributes = line_break.get_log_attrs(token, language)
        return [
            self._divide(token, at, is_printed=token[at - 1] == SOFT_HYPHEN)
            for at in range(1, len(token))
            if attributes[at].is_line_break
            and may_part(token[:at], token[at:])
            and not binds(token[:at], token[at:], language)
        ]

    def divisions(self, token: str, dictionaries: dict[object, object]) -> tuple[Division, ...]:
        """List all places where a token may be divided, those of the dictionary too."""
        known = self._divisions.get(token)
        kept = self.kept.divisions.get(token) if known is None else None
        if kept is not None:
            known = self._divisions[token] = tuple(Division(*fields) for fields in kept)
        if known is None:
            found = {division.at: division for division in self.fixed(token)}
            if SOFT_HYPHEN not in token:
                for at in self._hyphenate(token, dictionaries):
                    division = self._divide(token, at, is_printed=True)
                    found.setdefault(division.at, division)
            known = self._divisions[token] = tuple(found[at] for at in sorted(found))
        return known

    def anywhere(
        self, token: str, divisions: tuple[Division, ...], measure: float
    ) -> tuple[Division, ...]:
        """List places in a token that is wider than a line, whose places are given.

        Where a part between two of these is itself wider, a line may end behind each of its signs
        (CSS Text 3 clause 5.5), which may be several letters and marks.
        """
        known = {division.at: division for division in divisions}
        found: list[Division] = []
        within: list[Division] = []
        attributes = line_break.get_log_attrs(token, self.style["lang"])
        at_byte, begin, places = 0, 0.0, self._places(token)
        for at, width in enumerate(places):
            if at == len(token) or at_byte in known:
                found += within if width - begin > measure else []
                found += [known[at_byte]] if at < len(token) else []
                begin, within = width, []
            elif at and attributes[at].is_char_break:
                within.append(Division(at_byte, width, 0.0, 0.0, False, False, True))
            at_byte += len(token[at : at + 1].encode())
        return tuple(found)

    def _places(self, token: str) -> list[float]:
        """Measure what goes before each letter of a token, as it is shaped as a whole, and all."""
        if self._placed[0] != token:
            self._placed = token, _widths_before(self.shaped(token), token)
        return self._placed[1]

    def _hyphenate(self, token: str, dictionaries: dict[object, object]) -> list[int]:
        style = self.style
        lang = style["lang"] and pyphen.language_fallback(style["lang"])
        if style["hyphens"] != "auto" or not lang:
            return []
        total, left, right = style["hyphenate_limit_chars"]
        key = (lang, left, right, total)
        if key not in dictionaries:
            dictionaries[key] = open_dictionary(lang, left, right)
        found = []
        for start, word in _words_in(token, lang):
            if len(word) >= total:
                positions = cast("_Dictionary", dictionaries[key]).positions(word)
                found += [start + int(at) for at in positions if not getattr(at, "data", None)]
        return found

    def _divide(self, token: str, at: int, *, is_printed: bool) -> Division:
        hyphen = self.style["hyphenate_character"] if is_printed else ""
        if len(token) > LONG:
            before, after = self._places(token)[at], 0.0
            end = self.width(hyphen) if hyphen else 0.0
        else:
            before = self.width(token[:at])
            end = self.width(token[:at] + hyphen) - before if hyphen else 0.0
            after = self.width(token[at:]) - (self.width(token) - before)
        is_hyphen = is_printed or token[at - 1] in "-\u2010"
        at_byte = len(token[:at].encode())
        return Division(at_byte, before, end, after, is_hyphen, is_printed)


def last_sign(word: str) -> str:
    """Return the last character of a word that is no mark over another."""
    if word and not unicodedata.combining(word[-1]):
        return word[-1]
    return next((sign for sign in reversed(word) if not unicodedata.combining(sign)), "n")


def count_glyphs(line: GlyphLine) -> int:
    """Count what a line of Pango's draws: each glyph, and none of what shows nothing."""
    count, run = 0, line.runs[0]
    while run != ffi.NULL:
        glyphs = run.data.glyphs
        count += sum(
            glyphs.glyphs[number].glyph != pango.PANGO_GLYPH_EMPTY
            for number in range(glyphs.num_glyphs)
        )
        run = run.next
    return count


def _widths_before(line: GlyphLine, text: str) -> list[float]:
    """Add up the glyphs of a text to the widths of what is before each letter, and of all."""
    widths: dict[int, float] = {}
    run = line.runs[0]
    while run != ffi.NULL:
        glyphs, first = run.data.glyphs, run.data.item.offset
        for number in range(glyphs.num_glyphs):
            byte = first + glyphs.log_clusters[number]
            width = glyphs.glyphs[number].geometry.width * FROM_UNITS
            widths[byte] = widths.get(byte, 0.0) + width
        run = run.next
    found, at_byte = [0.0], 0
    for letter in text:
        found.append(found[-1] + widths.get(at_byte, 0.0))
        at_byte += len(letter.encode())
    return found


def words_of(style: Style) -> Words:
    """Give the words of a style; styles that set alike share them."""
    own: Words | None = style.__dict__.get("words")
    if own is None:
        own = style.__dict__["words"] = _shared_words(style)
    return own


def _shared_words(style: Style) -> Words:
    fonts = style.font_config.__dict__
    kept: dict[tuple[object, ...], Words] = fonts.setdefault("words_of_styles", {})
    settings = cast("Mapping[str, object]", style)
    key = tuple(_hashable(settings[name]) for name in _KEY)
    if key not in kept:
        name = hashlib.sha256(str(key).encode()).hexdigest()
        kept[key] = Words(style, name)
        earlier: KeptWords = fonts.get("kept_words", KeptWords())
        kept[key].recall(earlier.styles.get(name, KeptStyle()))
    return kept[key]


def _hashable(value: object) -> object:
    try:
        hash(value)
    except TypeError:
        return str(value)
    return value


def _words_in(token: str, lang: str) -> list[tuple[int, str]]:
    plain = _PLAIN.fullmatch(token)
    if plain is not None:
        return [(plain.start(2), plain[2])]
    found, start = [], 0
    attributes = line_break.get_log_attrs(token, lang)
    for at in range(len(token) + 1):
        if attributes[at].is_word_end:
            found.append((start, token[start:at]))
        if attributes[at].is_word_boundary:
            start = at
    return found


def may_part(before: str, after: str) -> bool:
    """Tell whether a line may end between two parts of a token, besides what Unicode says.

    No line begins with a dash, or with a mark that closes (Chicago 6.90); none ends with the dash
    that begins what is said.
    """
    if after[0] in _DASHES or after[0] in _CLOSES:
        return False
    return before[-1] not in _DASHES or before.strip(_DASHES + "“„«»\"'‘(¿¡") != ""


def may_begin_line(token: str) -> bool:
    """Tell whether a line may begin with a token behind a space: not with a lone closing mark."""
    return any(letter.isalnum() for letter in token) or token[0] not in _DASHES + _CLOSES
