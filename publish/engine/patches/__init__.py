"""What WeasyPrint 70 does not know, or does wrong, put right while it works: a file for each idea.

`table.py` lists them all, by what they patch; `engine/teaching.py` applies them, once for a
process. A new one is a function that does as WeasyPrint does but for one thing, and a row there.
"""
