"""`python -m eval`: measure the quality of understanding.

python -m eval [--errors] [--cases FILE ...]     the whole report; see eval/report.py
python -m eval household|intents|exactness …     one part, with its own options
"""

from __future__ import annotations

import sys
from importlib import import_module

PARTS = ("household", "intents", "exactness")

if __name__ == "__main__":
    arguments = sys.argv[1:]
    named = arguments[0] if arguments and not arguments[0].startswith("-") else ""
    if named and named not in PARTS:
        print(f"eval has no {named}; it has {', '.join(PARTS)}, or nothing for the report")
        sys.exit(2)
    part = import_module(f"eval.{named or 'report'}")
    sys.exit(part.main(arguments[1:] if named else arguments))
