"""Let `python -m publish` be the command."""

from publish.cli import run

if __name__ == "__main__":
    run()
