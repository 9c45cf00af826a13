"""What is done to a division's tree before it is laid out, a file for each kind of matter.

WeasyPrint knows no ruby, no MathML and no balanced lines; and what depends on how long words are
in this measure no style sheet can say.
"""
