"""The intent model: kernel ridge regression over sentence vectors and n-grams.

Similarity of two sentences = sum over the vector blocks of exp(width * (cosine - 1)) plus the
cosine of their n-gram counts. Kernel ridge regression on it has two properties that matter for
a small hand-written training set: it trains in seconds, and its leave-one-out predictions are
known in closed form, so confidence is calibrated on sentences the model has not seen without
setting any aside. The same similarities serve as nearest-neighbour evidence.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import dpotrf, dpotrs, dtrtri
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from bot.nlu.encoder_build import Floats

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class KernelSettings:
    """How the kernel is made. `balance` 1 gives every intent the same weight, 0 every example."""

    blocks: int = 4
    dimensions: int = 160
    width: float = 2.0
    ngram_weight: float = 2.0
    ridge: float = 0.25
    balance: float = 0.75


@dataclass(frozen=True)
class _Blocks:
    """Centring and principal axes of each block of the vector."""

    means: list[Floats]
    axes: list[Floats]

    @classmethod
    def fit(cls, vectors: Floats, settings: KernelSettings) -> _Blocks:
        means, axes = [], []
        for part in np.split(vectors, settings.blocks, axis=1):
            unit = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9)
            mean = unit.mean(axis=0)
            _, _, rows = np.linalg.svd(unit - mean, full_matrices=False)
            means.append(mean.astype(np.float32))
            axes.append(rows[: settings.dimensions].T.astype(np.float32))
        return cls(means, axes)

    def apply(self, vectors: Floats) -> list[Floats]:
        parts = np.split(vectors, len(self.means), axis=1)
        out = []
        for part, mean, axes in zip(parts, self.means, self.axes, strict=True):
            unit = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-9)
            projected = (unit - mean) @ axes
            norm = np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9)
            out.append((projected / norm).astype(np.float32))
        return out


class NgramIndex:
    """Rows of weighted n-gram counts (1 + log count, times inverse document frequency)."""

    def __init__(self, vocabulary: dict[str, int], idf: Floats) -> None:
        self.vocabulary = vocabulary
        self.idf = idf

    @classmethod
    def fit(cls, documents: Sequence[Sequence[str]]) -> NgramIndex:
        seen = Counter(gram for document in documents for gram in set(document))
        vocabulary = {gram: i for i, gram in enumerate(sorted(seen))}
        counts = np.array([seen[g] for g in vocabulary], dtype=np.float64)
        idf = np.log((1 + len(documents)) / (1 + counts)) + 1
        return cls(vocabulary, idf.astype(np.float32))

    def row(self, document: Sequence[str]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Columns and values of one document, of length 1."""
        counts = Counter(self.vocabulary[g] for g in document if g in self.vocabulary)
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = 1 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))
        values = values * self.idf[columns]
        norm = np.linalg.norm(values)
        return columns, (values / norm if norm else values).astype(np.float32)

    def matrix(self, documents: Sequence[Sequence[str]]) -> csr_matrix:
        rows = [self.row(d) for d in documents]
        pointers = np.concatenate([[0], np.cumsum([len(c) for c, _ in rows])])
        columns = np.concatenate([c for c, _ in rows])
        values = np.concatenate([v for _, v in rows])
        return csr_matrix((values, columns, pointers), shape=(len(rows), len(self.vocabulary)))


class KernelModel:
    """A trained model; `scores` gives one number an intent, `probabilities` calibrated ones."""

    def __init__(
        self,
        settings: KernelSettings,
        labels: list[str],
        blocks: _Blocks,
        points: list[Floats],
        grams: NgramIndex,
        weights: Floats,
        gram_weights: Floats,
        temperature: float,
    ) -> None:
        self.settings, self.labels, self.temperature = settings, labels, temperature
        self._blocks, self._points, self._grams = blocks, points, grams
        self._weights, self._gram_weights = weights, gram_weights

    @classmethod
    def fit(
        cls,
        vectors: Floats,
        documents: Sequence[Sequence[str]],
        intents: Sequence[str],
        settings: KernelSettings,
    ) -> KernelModel:
        """Train on sentence vectors, n-gram documents and their intents."""
        labels, index = np.unique(np.array(intents), return_inverse=True)
        blocks = _Blocks.fit(vectors, settings)
        points = blocks.apply(vectors)
        grams = NgramIndex.fit(documents)
        counts = grams.matrix(documents)
        kernel = (settings.ngram_weight * (counts @ counts.T)).toarray().astype(np.float64)
        for p in points:
            kernel += np.exp(settings.width * (p @ p.T - 1.0))
        targets = np.eye(len(labels))[index]
        sizes = targets.sum(axis=0)[index]
        penalty = settings.ridge * (sizes / np.median(sizes)) ** settings.balance
        weights, diagonal = _solve(kernel, penalty, targets)
        left_out = targets - weights / diagonal[:, None]
        return cls(
            settings,
            [str(label) for label in labels],
            blocks,
            points,
            grams,
            weights.astype(np.float32),
            (settings.ngram_weight * (counts.T @ weights)).astype(np.float32),
            _temperature(left_out, index),
        ).with_left_out(left_out)

    left_out: Doubles | None = None

    def with_left_out(self, left_out: Doubles) -> KernelModel:
        """Keep the leave-one-out scores of training: what calibration reports are made from."""
        self.left_out = left_out
        return self

    def scores(self, vector: Floats, document: Sequence[str]) -> tuple[Floats, float]:
        """One score an intent, and the similarity of the nearest training sentence (0 to 1)."""
        near = np.zeros(self._weights.shape[0], dtype=np.float32)
        for points, part in zip(self._points, self._blocks.apply(vector[None, :]), strict=True):
            near += np.exp(self.settings.width * (points @ part[0] - 1.0))
        columns, values = self._grams.row(document)
        result: Floats = near @ self._weights + values @ self._gram_weights[columns]
        return result, float(near.max()) / len(self._points)

    def probabilities(self, scores: Floats | Doubles) -> Doubles:
        """Calibrated probabilities of one row, or of rows, of scores."""
        return softmax(np.asarray(scores, dtype=np.float64) * self.temperature)

    def save(self, folder: Path) -> None:
        """Write arrays as npz and the rest as JSON; no pickles."""
        arrays: dict[str, npt.NDArray[np.float32]] = {
            "weights": self._weights,
            "gram_weights": self._gram_weights.astype(np.float16),
            "idf": self._grams.idf,
        }
        for i, (mean, axes, points) in enumerate(
            zip(self._blocks.means, self._blocks.axes, self._points, strict=True)
        ):
            arrays |= {f"mean{i}": mean, f"axes{i}": axes, f"points{i}": points.astype(np.float16)}
        np.savez(folder / "kernel.npz", **arrays)
        note = {
            "labels": self.labels,
            "temperature": self.temperature,
            "settings": self.settings.__dict__,
            "vocabulary": list(self._grams.vocabulary),
        }
        text = json.dumps(note, ensure_ascii=False)
        (folder / "kernel.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> KernelModel:
        note = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
        settings = KernelSettings(**note["settings"])
        with np.load(folder / "kernel.npz", allow_pickle=False) as arrays:
            count = range(settings.blocks)
            blocks = _Blocks(
                [arrays[f"mean{i}"] for i in count], [arrays[f"axes{i}"] for i in count]
            )
            points = [arrays[f"points{i}"].astype(np.float32) for i in count]
            vocabulary = {gram: i for i, gram in enumerate(note["vocabulary"])}
            return cls(
                settings,
                note["labels"],
                blocks,
                points,
                NgramIndex(vocabulary, arrays["idf"]),
                arrays["weights"],
                arrays["gram_weights"].astype(np.float32),
                note["temperature"],
            )


def _solve(kernel: Doubles, penalty: Doubles, targets: Doubles) -> tuple[Doubles, Doubles]:
    """Solve (kernel + penalty) weights = targets; also the diagonal of the inverse.

    By Cholesky in place: a third of the work and of the memory of a general inverse.
    """
    kernel[np.diag_indices_from(kernel)] += penalty
    factor, failed = dpotrf(kernel.T, lower=1, overwrite_a=1)
    if failed:
        raise ValueError("the kernel is not positive definite: raise `ridge` in config.yml")
    weights, _ = dpotrs(factor, targets, lower=1)
    inverse, _ = dtrtri(factor, lower=1, overwrite_c=1)
    diagonal = np.array([column[i:] @ column[i:] for i, column in enumerate(inverse.T)])
    return weights, diagonal


def softmax(scores: Doubles) -> Doubles:
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Doubles = shifted / shifted.sum(axis=-1, keepdims=True)
    return result


def _temperature(left_out: Doubles, index: npt.NDArray[np.int64]) -> float:
    """The factor that makes softmax of leave-one-out scores most likely."""

    def loss(log_factor: float) -> float:
        chosen = softmax(left_out * np.exp(log_factor))[np.arange(len(index)), index]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(0.0, 4.0), method="bounded").x))
