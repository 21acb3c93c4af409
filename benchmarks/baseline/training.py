"""Trains an NLU model in a process of its own and says what it cost.

python -m benchmarks.baseline.training     train the baseline unless it is cached
"""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

from scripts.train import quiet_environment

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "baseline"
CONFIG = Path(__file__).resolve().parent / "config.yml"
OURS = ROOT / "config.yml"
DATA = ROOT / "data" / "nlu"


@dataclass(frozen=True)
class Trained:
    """A model, the data it saw, and what its training cost: wall-clock and processor seconds."""

    model: str
    data: str
    seconds: float
    cpu_seconds: float


def fingerprint(config: Path, data: Path = DATA) -> str:
    """A short hash of the configuration, the training data and Rasa's version."""
    total = hashlib.sha256(version("rasa").encode())
    for path in [config, *sorted(data.rglob("*.yml"))]:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def baseline(reuse: bool = False) -> Trained:
    """The trained baseline for the data as they are; training it takes many minutes.

    `reuse`: the newest one that was trained, although the data may have changed since.
    """
    stamp = fingerprint(CONFIG)
    notes = sorted(FOLDER.glob("*.json"), key=lambda path: path.stat().st_mtime)
    note = notes[-1] if reuse and notes else FOLDER / f"{stamp}.json"
    if note.exists() and note.with_suffix(".tar.gz").exists():
        return Trained(**json.loads(note.read_text(encoding="utf-8")))
    print(f"training the baseline (log: build/baseline/{stamp}.log) ...", flush=True)
    data = FOLDER / f"{stamp}.data"  # a copy: the files may change during so long a training
    shutil.copytree(DATA, data, dirs_exist_ok=True)
    trained = train(CONFIG, stamp, data, niceness=10)
    note.write_text(json.dumps(asdict(trained), indent=1) + "\n", encoding="utf-8")
    return trained


def ours(data: Path = DATA) -> Trained:
    """Our NLU, trained anew."""
    return train(OURS, "ours", data)


def train(config: Path, name: str, data: Path, niceness: int = 0) -> Trained:
    """Run `rasa train nlu` from scratch; SystemExit with the log's place when it fails."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = FOLDER / f"{name}.log"
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--config", str(config)]
    command += ["--nlu", str(data), "--domain", str(ROOT / "domain.yml")]
    command += ["--out", str(FOLDER), "--fixed-model-name", name]
    cache = {"RASA_CACHE_DIRECTORY": str(FOLDER / "cache"), "RASA_MAX_CACHE_SIZE": "0"}
    before, started = _children_cpu(), time.perf_counter()
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=quiet_environment(cache),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=partial(os.nice, niceness),
        )
    model = FOLDER / f"{name}.tar.gz"
    if done.returncode != 0 or not model.exists():
        raise SystemExit(f"training failed: read {log.relative_to(ROOT)}")
    seconds = time.perf_counter() - started
    return Trained(str(model), str(data), round(seconds, 1), round(_children_cpu() - before, 1))


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(baseline())
