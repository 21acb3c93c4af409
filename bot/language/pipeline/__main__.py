"""`python -m bot.language.pipeline FOLDER`: write the spaCy pipeline for `spacy.load(FOLDER)`."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.language.pipeline import load, write


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bot.language.pipeline", description=(__doc__ or "").split(": ", 1)[1]
    )
    parser.add_argument("folder", type=Path, help="for example build/spacy")
    print(f"written to {write(load(), parser.parse_args().folder)}")


if __name__ == "__main__":
    main()
