"""What all divisions of a book are laid out with, before any of it is read."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from msgspec import Struct

from publish.house.fonts import Family
from publish.model.publication import Image

IMAGES = "images/"
"""How a page names its images; a base URL of no known scheme leaves them as they are.

They are fetched from the Publication, never from the network or the disk.
"""


class LayoutInputs(Struct, frozen=True):
    """All that LayoutResources are made of, to be made again in another process."""

    families: list[Family]
    stylesheets: list[str]
    """The style sheets' text, in the order of the cascade."""
    images: dict[str, Image]

    def for_root(self, root: Element) -> LayoutInputs:
        """Leave out the images that one tree has no use for."""
        if not self.images:
            return self
        texts = (tostring(root, encoding="unicode"), *self.stylesheets)
        used = {
            name: image
            for name, image in self.images.items()
            if any(IMAGES + name in text for text in texts)
        }
        return LayoutInputs(self.families, self.stylesheets, used)
