"""What a DOCX says besides what pandoc's tree has of it: looks, languages, changes, an index."""
