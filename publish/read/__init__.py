"""Read files into a Document and an Edition."""
