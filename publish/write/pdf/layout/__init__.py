"""A division's tree -> its drawn pages: in processes side by side, or kept from an earlier run.

`in_processes.py` has it done, `division.py` does it: laid out, then drawn, by the engine.
"""
