"""Set house typography: quotation marks, dashes, ellipses and spaces, language by language."""

from publish.style.dashes import set_dashes
from publish.style.ellipses import set_ellipses
from publish.style.quotes import curl_quotes
from publish.style.spaces import bind_spaces
from publish.style.titles import style_titles

__all__ = ["bind_spaces", "curl_quotes", "set_dashes", "set_ellipses", "style_titles"]
