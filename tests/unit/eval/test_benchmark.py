"""The benchmark's table: ratios to the baseline, and what misses its target."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.baseline import training
from benchmarks.baseline.measure import Measured, measure
from benchmarks.baseline.training import CONFIG, Trained, baseline, fingerprint
from benchmarks.nlu import Row, render


def test_ratios_and_targets() -> None:
    rows = [
        Row("language", Measured(1.0, 12.5, 1.5, 0.5, 100, 10)),
        Row(
            "ours", Measured(2.0, 4.0, 3.0, 1.0, 500, 10, 0.9, 0.95), Trained("m", "d", 20.0, 10.0)
        ),
        Row(
            "base",
            Measured(9.0, 10.0, 30.0, 5.0, 1000, 10, 0.6, 0.7),
            Trained("m", "d", 400.0, 300.0),
        ),
    ]
    text = render(rows)
    assert (
        "| baseline / ours | ×4.5 | ×2.5 | ×10.0 | (×30.0) | ×5.0 | ×2.0 | -30.0 points |" in text
    )
    assert "bot.language p95 12.5 ms, target ≤ 10 ms: **above**" in text
    assert "NLU p95 4.0 ms, target ≤ 20 ms: OK" in text
    assert "training 20.0 s, target ≤ 120 s: OK" in text


def test_every_sentence_is_timed_once() -> None:
    measured = measure("language")
    assert measured.messages > 1000
    assert 0 < measured.p50_ms <= measured.p95_ms
    assert measured.resident_mb > 10


def test_the_baseline_is_trained_once_for_each_state_of_the_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "talk.yml").write_text("nlu: []", encoding="utf-8")
    trainings: list[str] = []

    def train(config: Path, name: str, seen: Path, niceness: int = 0) -> Trained:
        trainings.append(name)
        (tmp_path / f"{name}.tar.gz").write_bytes(b"model")
        return Trained(name, str(seen), 1.0, 1.0)

    monkeypatch.setattr(training, "FOLDER", tmp_path)
    monkeypatch.setattr(training, "DATA", data)
    monkeypatch.setattr(training, "train", train)
    monkeypatch.setattr(training, "fingerprint", lambda config: fingerprint(config, data))
    first = baseline()
    assert baseline() == first
    assert Path(first.data, "talk.yml").read_text(encoding="utf-8") == "nlu: []"
    (data / "talk.yml").write_text("nlu: [more]", encoding="utf-8")
    assert baseline(reuse=True) == first
    assert baseline() != first
    assert trainings == list(dict.fromkeys(trainings))
    assert fingerprint(CONFIG, data) == trainings[-1]
