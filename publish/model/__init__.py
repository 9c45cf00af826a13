"""What all rooms speak of: document, edition, findings, publication, and what a run is asked."""
