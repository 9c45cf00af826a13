"""A division's tree -> its drawn pages: in processes side by side, or kept from an earlier run.

`composing.py` has it done, `gathering.py` does it: `layout.py`, then `drawing.py`.
"""
