"""A stage with a slip in it."""


def shout(document, edition):
    """Look for a chapter that is not there."""
    return document.root.find("chapter").text
