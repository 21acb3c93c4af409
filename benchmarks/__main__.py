"""`python -m benchmarks [name ...]`: measure speed."""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.each import run_each

if __name__ == "__main__":
    sys.exit(run_each(Path(__file__).resolve().parent, sys.argv[1:]))
