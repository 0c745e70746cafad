"""``python -m branchbook``: the command line."""

import sys

from branchbook.cli import main

if __name__ == "__main__":
    sys.exit(main())
