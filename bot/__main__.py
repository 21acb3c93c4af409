"""`python -m bot`: parse, classify, advise, quote and chat from the command line."""

from __future__ import annotations

import sys

from bot.cli import main

if __name__ == "__main__":
    sys.exit(main())
