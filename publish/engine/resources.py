"""What all layouts of a run share, read once: fonts, parsed style sheets, images."""

from __future__ import annotations

import re
from functools import lru_cache

import weasyprint
from msgspec import Struct, field
from weasyprint.html import UA_STYLESHEET
from weasyprint.urls import URLFetcher, URLFetcherResponse

from publish.engine.joined_sheets import joined
from publish.engine.layout_inputs import IMAGES, LayoutInputs
from publish.engine.parsed_sheets import are_kept, house_sheet, house_texts, keep_sheets
from publish.engine.selectors import narrowed
from publish.engine.shipped_fonts import ShippedFonts
from publish.house.language.hyphenation import add_patterns, dictionary_of, open_dictionary
from publish.model.lazy_pattern import lazy_pattern
from publish.model.publication import Image
from publish.run.cache import Cache


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Fetch the publication's own images and nothing else."""

    def __init__(self, images: dict[str, Image]) -> None:
        """Serve these images by name."""
        super().__init__(allowed_protocols=("data",))
        self._images = images

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return an image's bytes, or those that a drawing holds; refuse anything else."""
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        image = self._images.get(url.removeprefix(IMAGES))
        if image is None or not url.startswith(IMAGES):
            raise ValueError(f"the book has no image {url}")
        return URLFetcherResponse(url, image.data, {"Content-Type": image.media_type})

    def __call__(self, url: str) -> URLFetcherResponse:
        """Fetch as WeasyPrint calls it."""
        return self.fetch(url)


class LayoutResources(Struct):
    """What all layouts of a run share, made once."""

    inputs: LayoutInputs
    fonts: ShippedFonts
    styles: list[weasyprint.CSS]
    fetcher: URLFetcher
    images: dict[str, object] = field(default_factory=dict)
    """WeasyPrint's own store of the images that it has read."""
    cache: Cache = field(default_factory=Cache)
    """What earlier runs measured of the division that is to be laid out."""
    cache_key: str = ""
    """What all of that depends on besides the trees."""


def open_resources(inputs: LayoutInputs, fonts: ShippedFonts | None = None) -> LayoutResources:
    """Read fonts and styles; `fonts` are those of other resources, where they are open."""
    add_patterns()
    if fonts is None:
        fonts = ShippedFonts(inputs.families)
        fonts.kept_styles = {}
    if any(map(_OF_THE_PAGE.search, inputs.stylesheets)):
        fonts.kept_styles = None
    fetcher = BookFetcher(inputs.images)
    styles = [
        weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)
        if _FETCHES.search(text)
        else _parse_sheet(text)
        for text in inputs.stylesheets
    ]
    return LayoutResources(inputs, fonts, joined(styles), fetcher)


_FETCHES = lazy_pattern("@(import|font-face)", re.IGNORECASE)
"""What binds a sheet to the fonts and files of one book (CSS Fonts 4.1, CSS Cascade 2)."""


_OF_THE_PAGE = lazy_pattern(r"[\d.][dls]?p?v(?:w|h|i|b|min|max)\b", re.IGNORECASE)
"""Lengths that are shares of a division's first page (CSS Values 4 clause 6.1.2)."""


@lru_cache(maxsize=64)
def _parse_sheet(text: str) -> weasyprint.CSS:
    """Parse a sheet once for all books and outputs of this process; layouts only read it."""
    return house_sheet(text) or weasyprint.CSS(string=text)


def read_hyphens(lang: str) -> None:
    """Read where a language's words may be divided, if that is known of it."""
    if known := dictionary_of(lang):
        open_dictionary(known)


_USUAL = frozenset(
    """
    html body section div p h1 h2 span i em a aside [lang] [dir] [class] [id] [href] [role] .body
    .chapter .lead .noteref .note .note-label .foot .measured .cut .continued .with-next
    """.split()
)
"""Names that are in most documents, of those that selectors look for."""


def parse_house_sheets() -> None:
    """Parse the sheets that print takes from the house, before any book is known to take them.

    What most documents ask of them and of WeasyPrint's own is compiled.
    """
    house = {text: _parse_sheet(text) for text in house_texts()}
    if not are_kept():
        keep_sheets(house)
    for sheet in (UA_STYLESHEET, *house.values()):
        narrowed(sheet.matcher, _USUAL)


_last: LayoutResources | None = None
"""What this process laid out with last."""


def reopen_resources(inputs: LayoutInputs) -> LayoutResources:
    """Return resources for these inputs, with the last ones' fonts and styles where they fit."""
    global _last
    is_same = _last is not None and (
        (_last.inputs.families, _last.inputs.stylesheets) == (inputs.families, inputs.stylesheets)
    )
    if _last is None or not is_same:
        _last = open_resources(inputs)
    _last.fetcher, _last.images = BookFetcher(inputs.images), {}
    _last.fonts.__dict__["used_lines"] = {}
    return _last
