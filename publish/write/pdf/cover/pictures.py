"""What a cover's sheet calls its pictures, which are none of the book's text."""

PICTURE, LOGO = "front-cover", "publisher-logo"
