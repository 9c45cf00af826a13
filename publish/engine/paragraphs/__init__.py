"""Justified paragraphs, their line breaks chosen for the paragraph as a whole.

    boxes of a paragraph -> gathering.py -> items.py -> programme.py -> plan.py -> lines

The programme is that of Knuth and Plass, "Breaking Paragraphs into Lines" (Software: Practice and
Experience 11, 1981); what it weighs stands as data in `demerits.py`. `words.py` measures words,
each once; `gathering.py` turns WeasyPrint's boxes into items; `plan.py` keeps where the chosen
lines end. The patches `chosen_lines.py` and `spaced_lines.py` have WeasyPrint make these lines, and
space them.
"""
