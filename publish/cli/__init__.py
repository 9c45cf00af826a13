"""The command line (docs/commands.md): it alone prints, exits and writes into dist/."""

import sys

from publish.run.safe_path import leave_out_current_folder

leave_out_current_folder()

try:
    from publish.cli.main import main
except KeyboardInterrupt:  # while the libraries are still being read
    sys.exit(130)

__all__ = ["main"]
