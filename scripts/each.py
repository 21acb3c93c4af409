"""Run every module of a folder, or those named, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def run_each(folder: Path, wanted: Sequence[str]) -> int:
    """Run `python -m <folder>.<name>` for each; the worst exit code. None warms up another."""
    known = sorted(p.stem for p in folder.glob("*.py") if not p.stem.startswith("__"))
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"{folder.name} has no {', '.join(unknown)}; it has {', '.join(known)}")
        return 2
    codes = []
    for name in wanted or known:
        print(f"== {folder.name}.{name}", flush=True)
        command = [sys.executable, "-m", f"{folder.name}.{name}"]
        codes.append(subprocess.run(command, cwd=folder.parent).returncode)
    return max(codes, default=0)
