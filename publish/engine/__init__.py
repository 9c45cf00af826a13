"""The only door to WeasyPrint: bare XHTML in, laid-out and drawn pages out."""
