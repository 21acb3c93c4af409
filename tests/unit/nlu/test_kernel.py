"""The intent model on a small invented problem."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.kernel import KernelModel, KernelSettings

SETTINGS = KernelSettings(blocks=2, dimensions=6, ridge=0.1)


def _problem() -> tuple[np.ndarray, list[list[str]], list[str]]:
    random = np.random.default_rng(7)
    centres = {
        "a": random.normal(size=16),
        "b": random.normal(size=16),
        "c": random.normal(size=16),
    }
    intents = ["a"] * 12 + ["b"] * 8 + ["c"] * 30
    vectors = np.stack([centres[i] + 0.3 * random.normal(size=16) for i in intents])
    return vectors.astype(np.float32), [[i, "x"] for i in intents], intents


def _fit() -> tuple[KernelModel, np.ndarray, list[list[str]], list[str]]:
    vectors, documents, intents = _problem()
    return KernelModel.fit(vectors, documents, intents, SETTINGS), vectors, documents, intents


def test_training_sentences_are_recognised() -> None:
    model, vectors, documents, intents = _fit()
    for vector, document, intent in zip(vectors, documents, intents, strict=True):
        scores, nearest = model.scores(vector, document)
        assert model.labels[int(scores.argmax())] == intent
        assert nearest > 0.95


def test_left_out_scores_equal_training_without_the_sentence() -> None:
    vectors, documents, intents = _problem()
    settings = KernelSettings(blocks=1, dimensions=16, ridge=0.1, ngram_weight=0.0, balance=0.0)
    model = KernelModel.fit(vectors, documents, intents, settings)
    points = model._weights.points[0]
    kernel = np.exp(settings.width * (points @ points.T - 1.0)).astype(np.float64)
    keep = np.arange(1, len(intents))
    targets = np.eye(3)[[model.labels.index(i) for i in intents]]
    weights = np.linalg.solve(
        kernel[np.ix_(keep, keep)] + settings.ridge * np.eye(len(keep)), targets[keep]
    )
    assert model.left_out is not None
    np.testing.assert_allclose(model.left_out[0], kernel[0, keep] @ weights, atol=1e-5)


def test_probabilities_are_probabilities() -> None:
    model, vectors, documents, _ = _fit()
    chances = model.probabilities(model.scores(vectors[0], documents[0])[0])
    assert chances.sum() == pytest.approx(1.0)
    assert (chances >= 0).all()


def test_a_saved_model_gives_the_same_scores(tmp_path: Path) -> None:
    model, vectors, documents, _ = _fit()
    model.save(tmp_path)
    loaded = KernelModel.load(tmp_path)
    assert loaded.labels == model.labels
    for vector, document in zip(vectors[::7], documents[::7], strict=True):
        np.testing.assert_allclose(
            loaded.scores(vector, document)[0], model.scores(vector, document)[0], atol=5e-3
        )


def test_unknown_ngrams_are_ignored() -> None:
    model, vectors, _, _ = _fit()
    scores, _ = model.scores(vectors[0], ["never seen"])
    assert np.isfinite(scores).all()
