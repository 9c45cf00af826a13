"""TeX's patterns for languages whose words pyphen cannot divide, and how they were made."""
