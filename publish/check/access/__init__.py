"""Whether a finished book is accessible, criterion by criterion. `assess.py` tells how."""
