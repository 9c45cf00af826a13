"""Write a Publication as an EPUB or a PDF, and check the finished bytes."""
