"""What the press owns and knows: fonts, style sheets, covers, languages, the page."""
