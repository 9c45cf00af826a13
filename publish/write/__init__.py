"""Write a Publication as an EPUB, a PDF or a record for the shop."""
