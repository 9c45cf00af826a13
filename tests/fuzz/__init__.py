"""Hostile inputs by the thousand: `make fuzz`, or `python -m tests.fuzz --inputs 100000`.

Each input is a seed of our own (those in seeds/, and the inputs of tests/findings) with one or
several small changes. Every command shall end with an exit code of the manual: no internal error,
not over ten seconds of processor time or a gigabyte, no file written outside its folder, none read
outside the book's, no socket, no other program. What fails is made as small as Hypothesis can make
it, and kept in build/fuzz/ as a folder with the files and the command.
"""
