"""Apply the errata, and keep their record."""
