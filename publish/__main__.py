"""Let `python -m publish` be the command."""

from publish.cli import main

main()
