"""Justified paragraphs, their line breaks chosen for the paragraph as a whole.

The programme is that of Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and
Experience 11, 1981); what it weighs stands as data in `demerits.py`.
"""
