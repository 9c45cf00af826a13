"""Let `python -m publish` be the command."""

from publish.cli import main

if __name__ == "__main__":
    main()
