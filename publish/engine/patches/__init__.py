"""What WeasyPrint 70 does not know, or does wrong, put right while it works, a file for each.

Each changes the engine for all layouts that follow.
"""
