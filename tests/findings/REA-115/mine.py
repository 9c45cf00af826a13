"""What a stranger would have run."""

raise SystemExit("run unasked")
