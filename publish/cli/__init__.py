"""The command line (DESIGN section 4)."""
