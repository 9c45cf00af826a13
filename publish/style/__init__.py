"""Set house typography: quotation marks, dashes, ellipses and spaces, language by language."""
