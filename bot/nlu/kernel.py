"""The intent model: kernel ridge regression over sentence vectors and n-grams.

Similarity of two sentences = sum over the vector blocks of exp(width * (cosine - 1)) plus the
cosine of their n-gram counts. Kernel ridge regression on it has two properties that matter for
a small hand-written training set: it trains in seconds, and its leave-one-out predictions are
known in closed form, so confidence is calibrated on sentences the model has not seen without
setting any aside. The same similarities serve as nearest-neighbour evidence.

The n-gram part is linear, so it folds into one weight an n-gram and intent. Every training
sentence stays a point: with a sample of them short sentences lose three points of accuracy.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.linalg.lapack import spotrf, spotrs, strtri
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix

from bot.nlu.encoder_build import Floats

Doubles = npt.NDArray[np.float64]
_ROWS = 1000


@dataclass(frozen=True)
class KernelSettings:
    """How the kernel is made.

    `balance` 1 gives every intent the same weight, 0 every example; n-grams in fewer than
    `least_count` sentences have no column.
    """

    blocks: int = 4
    dimensions: int = 96
    width: float = 2.0
    ngram_weight: float = 2.0
    ridge: float = 0.25
    balance: float = 0.75
    least_count: int = 2


@dataclass(frozen=True)
class _Blocks:
    """Centring and principal axes of each block of the vector."""

    means: list[Floats]
    axes: list[Floats]

    @classmethod
    def fit(cls, vectors: Floats, settings: KernelSettings) -> _Blocks:
        means, axes = [], []
        for part in np.split(vectors, settings.blocks, axis=1):
            unit = _unit(part)
            mean = unit.mean(axis=0)
            _, columns = np.linalg.eigh(np.cov(unit, rowvar=False))
            means.append(mean.astype(np.float32))
            axes.append(
                np.ascontiguousarray(columns[:, ::-1][:, : settings.dimensions], dtype=np.float32)
            )
        return cls(means, axes)

    def apply(self, vectors: Floats) -> list[Floats]:
        parts = np.split(vectors, len(self.means), axis=1)
        rows = zip(parts, self.means, self.axes, strict=True)
        return [_unit((_unit(part) - mean) @ axes) for part, mean, axes in rows]


def _unit(rows: Floats) -> Floats:
    """Rows of length 1."""
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    result: Floats = (rows / lengths).astype(np.float32)
    return result


class NgramIndex:
    """Rows of weighted n-gram counts (1 + log count, times inverse document frequency).

    An n-gram outside the vocabulary has no column but counts for the length of the row as a rare
    one would: a sentence of unknown words is like no training sentence.
    """

    def __init__(self, vocabulary: dict[str, int], idf: Floats, unknown: float) -> None:
        self.vocabulary, self.idf, self.unknown = vocabulary, idf, unknown

    @classmethod
    def fit(cls, documents: Sequence[Sequence[str]], least: int = 1) -> NgramIndex:
        """Index the n-grams that occur in at least `least` documents."""
        seen = Counter(gram for document in documents for gram in set(document))
        kept = sorted(gram for gram, count in seen.items() if count >= least)
        counts = np.array([seen[g] for g in kept], dtype=np.float64)
        idf = np.log((1 + len(documents)) / (1 + counts)) + 1
        unknown = float(np.log((1 + len(documents)) / 2) + 1)
        return cls({gram: i for i, gram in enumerate(kept)}, idf.astype(np.float32), unknown)

    def row(self, document: Sequence[str]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Columns and values of one document, of length 1 with what has no column."""
        counts = Counter(document)
        known = [(self.vocabulary[g], n) for g, n in counts.items() if g in self.vocabulary]
        columns = np.array([column for column, _ in known], dtype=np.int64)
        values = 1 + np.log(np.array([n for _, n in known], dtype=np.float64))
        values = values * self.idf[columns]
        strange = (len(counts) - len(known)) * self.unknown**2
        length = float(np.sqrt(values @ values + strange))
        return columns, (values / length if length else values).astype(np.float32)

    def matrix(self, documents: Sequence[Sequence[str]]) -> csr_matrix:
        rows = [self.row(d) for d in documents]
        pointers = np.concatenate([[0], np.cumsum([len(c) for c, _ in rows])])
        columns = np.concatenate([c for c, _ in rows])
        values = np.concatenate([v for _, v in rows])
        shape = (len(rows), len(self.vocabulary))
        return csr_matrix((values, columns, pointers), shape=shape, dtype=np.float32)


@dataclass(frozen=True)
class _Weights:
    """What one message is multiplied with: training points, and weights one column an intent."""

    points: list[Floats]
    near: Floats
    grams: Floats


class KernelModel:
    """A trained model; `scores` gives one number an intent, `probabilities` calibrated ones."""

    def __init__(
        self,
        settings: KernelSettings,
        labels: list[str],
        blocks: _Blocks,
        grams: NgramIndex,
        weights: _Weights,
        temperature: float,
    ) -> None:
        self.settings, self.labels, self.temperature = settings, labels, temperature
        self._blocks, self._grams, self._weights = blocks, grams, weights

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
        grams = NgramIndex.fit(documents, settings.least_count)
        counts = grams.matrix(documents)
        targets = np.eye(len(labels), dtype=np.float32)[index]
        sizes = targets.sum(axis=0)[index]
        penalty = settings.ridge * (sizes / np.median(sizes)) ** settings.balance
        dual, diagonal = _solve(_kernel(points, counts, settings), penalty, targets)
        left_out = (targets - dual / diagonal[:, None]).astype(np.float64)
        gram_weights = (settings.ngram_weight * (counts.T @ dual)).astype(np.float16)
        return cls(
            settings,
            [str(label) for label in labels],
            blocks,
            grams,
            _Weights(points, dual, gram_weights),
            _temperature(left_out, index),
        ).with_left_out(left_out)

    left_out: Doubles | None = None

    def with_left_out(self, left_out: Doubles) -> KernelModel:
        """Keep the leave-one-out scores of training: what calibration reports are made from."""
        self.left_out = left_out
        return self

    def scores(self, vector: Floats, document: Sequence[str]) -> tuple[Floats, float]:
        """One score an intent, and the similarity of the nearest training sentence (0 to 1)."""
        weights = self._weights
        parts = self._blocks.apply(vector[None, :])
        near = _similarity(parts, weights.points, self.settings.width)[0]
        columns, values = self._grams.row(document)
        result: Floats = near @ weights.near + values @ weights.grams[columns].astype(np.float32)
        return result, float(near.max()) / len(parts)

    def probabilities(self, scores: Floats | Doubles) -> Doubles:
        """Calibrated probabilities of one row, or of rows, of scores."""
        return softmax(np.asarray(scores, dtype=np.float64) * self.temperature)

    def save(self, folder: Path) -> None:
        """Write arrays as npz and the rest as JSON; no pickles."""
        weights = self._weights
        arrays: dict[str, npt.NDArray[np.generic]] = {
            "near": weights.near.astype(np.float16),
            "grams": weights.grams,
            "idf": self._grams.idf,
        }
        for i, (mean, axes, points) in enumerate(
            zip(self._blocks.means, self._blocks.axes, weights.points, strict=True)
        ):
            scale = np.abs(points).max(axis=1, keepdims=True) / 127.0
            small = np.rint(points / np.maximum(scale, 1e-9)).astype(np.int8)
            arrays |= {f"mean{i}": mean, f"axes{i}": axes, f"points{i}": small, f"scale{i}": scale}
        np.savez(folder / "kernel.npz", **arrays)
        note = {
            "labels": self.labels,
            "temperature": self.temperature,
            "unknown": self._grams.unknown,
            "settings": self.settings.__dict__,
            "vocabulary": list(self._grams.vocabulary),
        }
        text = json.dumps(note, ensure_ascii=False)
        (folder / "kernel.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> KernelModel:
        note = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
        settings = KernelSettings(**note["settings"])
        vocabulary = {gram: i for i, gram in enumerate(note["vocabulary"])}
        with np.load(folder / "kernel.npz", allow_pickle=False) as arrays:
            count = range(settings.blocks)
            points = [arrays[f"points{i}"] * arrays[f"scale{i}"] for i in count]
            blocks = _Blocks(
                [arrays[f"mean{i}"] for i in count], [arrays[f"axes{i}"] for i in count]
            )
            weights = _Weights(points, arrays["near"].astype(np.float32), arrays["grams"])
            grams = NgramIndex(vocabulary, arrays["idf"], note["unknown"])
        return cls(settings, note["labels"], blocks, grams, weights, note["temperature"])


def _similarity(left: Sequence[Floats], right: Sequence[Floats], width: float) -> Floats:
    """The similarity of every row on the left to every row on the right, over all blocks."""
    total = np.zeros((len(left[0]), len(right[0])), dtype=np.float32)
    for one, other in zip(left, right, strict=True):
        cosine = one @ other.T
        cosine -= 1.0
        cosine *= width
        total += np.exp(cosine, out=cosine)
    return total


def _kernel(points: list[Floats], counts: csr_matrix, settings: KernelSettings) -> Floats:
    """Similarity of every training sentence to every other, a slice of rows at a time."""
    kernel = np.empty((counts.shape[0],) * 2, dtype=np.float32)
    others = counts.T.tocsr()
    for start in range(0, len(kernel), _ROWS):
        rows = slice(start, start + _ROWS)
        kernel[rows] = _similarity([p[rows] for p in points], points, settings.width)
        kernel[rows] += settings.ngram_weight * (counts[rows] @ others).toarray()
    return kernel


def _solve(kernel: Floats, penalty: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Solve (kernel + penalty) weights = targets; also the diagonal of the inverse.

    By Cholesky in place and in single precision: the ridge keeps the matrix well conditioned, and
    a general inverse would cost three times the work and the memory.
    """
    kernel[np.diag_indices_from(kernel)] += penalty.astype(np.float32)
    factor, failed = spotrf(kernel.T, lower=1, overwrite_a=1)
    if failed:
        raise ValueError("the kernel is not positive definite: raise `ridge` in config.yml")
    weights, _ = spotrs(factor, targets, lower=1)
    inverse, _ = strtri(factor, lower=1, overwrite_c=1)
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
