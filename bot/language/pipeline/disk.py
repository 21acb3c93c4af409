"""Writes the pipeline as a folder that plain `spacy.load(folder)` opens.

A folder names its components, it does not contain their code. spaCy finds the code by entry
points, which Python reads from metadata that stand beside the code on the path. They are written
as `jiabao.egg-info` into the root of the project, the form that a development install leaves
there: wherever `bot` can be imported from the root, spaCy knows its components.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from bot.language.pipeline import components, tokenizer
from bot.settings import ROOT

METADATA = "jiabao.egg-info"


def entry_points() -> str:
    """The registrations, as entry points of spaCy's groups."""
    factories = "\n".join(f"{step} = {components.__name__}" for step in components.STEPS)
    return (
        f"[spacy_factories]\n{factories}\n\n"
        f"[spacy_tokenizers]\n{tokenizer.NAME} = {tokenizer.__name__}:create_tokenizer\n"
    )


def write(nlp: Language, folder: Path, root: Path = ROOT) -> Path:
    """Write a pipeline to a folder, and the metadata that lets spaCy find its code."""
    folder.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)
    metadata = root / METADATA
    metadata.mkdir(parents=True, exist_ok=True)
    info = "Metadata-Version: 2.1\nName: jiabao\nVersion: 0.1.0\n"
    (metadata / "PKG-INFO").write_text(info, encoding="utf-8")
    (metadata / "entry_points.txt").write_text(entry_points(), encoding="utf-8")
    return folder
