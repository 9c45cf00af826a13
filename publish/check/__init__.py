"""Check finished bytes: EPUBs by EPUBCheck, PDFs by preflight, records, and how pages are set."""
