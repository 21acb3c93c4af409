"""Train the Rasa model when something it is made of changed.

    python -m scripts.train            train if stale
    python -m scripts.train --force    train anyway

Rasa's own fingerprint does not see the jieba dictionary, the lexicons or the code of our
components, so the inputs are hashed here and `rasa train` is always told `--force`.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.progress import ROOT, StepError, fail, relative, say, tail, use_utf8

MODEL = ROOT / "models" / "jiabao.tar.gz"
STAMP = ROOT / "build" / "model.sha256"
LOG = ROOT / "build" / "train.log"
INPUTS = (
    "config.yml",
    "domain.yml",
    "domain",
    "data",
    "bot/nlu",
    "bot/language",
    "requirements/runtime.txt",
)
IGNORED_SUFFIXES = {".pyc", ".pyo", ".md", ".swp"}

# Rasa, TensorFlow and SQLAlchemy without telemetry and start-up noise; UTF-8 everywhere.
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONUTF8": "1",
    "PYTHONUNBUFFERED": "1",
}


def quiet_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of every process we start; `extra` wins."""
    warnings = {"PYTHONWARNINGS": os.environ.get("PYTHONWARNINGS", "ignore")}
    path = {"PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
    return {**os.environ, **QUIET, **warnings, **path, **(extra or {})}


def input_files(root: Path = ROOT) -> Iterator[Path]:
    """Every file that the model depends on, in a fixed order."""
    for name in INPUTS:
        path = root / name
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            hidden = any(
                part.startswith(".") or part == "__pycache__"
                for part in file.relative_to(root).parts
            )
            if file.is_file() and not hidden and file.suffix not in IGNORED_SUFFIXES:
                yield file


def fingerprint(root: Path = ROOT) -> str:
    """A SHA-256 over names and contents of the inputs."""
    total = hashlib.sha256()
    for file in input_files(root):
        total.update(str(file.relative_to(root)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def stamp_of(inputs: str) -> str:
    """What the stamp says of a good model: the inputs' fingerprint and the model's own hash."""
    return f"{inputs} {hashlib.sha256(MODEL.read_bytes()).hexdigest()}"


def is_fresh() -> bool:
    """Whether the model is intact and was trained from the inputs as they are now."""
    if not MODEL.exists() or not STAMP.exists():
        return False
    return STAMP.read_text(encoding="utf-8").strip() == stamp_of(fingerprint())


def missing_inputs() -> list[str]:
    return [
        name
        for name in ("config.yml", "domain.yml", "data")
        if not (ROOT / name).exists() and not (name == "domain.yml" and (ROOT / "domain").is_dir())
    ]


def run_rasa_train(out: Path) -> None:
    """`rasa train` into a folder of its own, with its output in build/train.log."""
    domain = "domain.yml" if (ROOT / "domain.yml").exists() else "domain"
    command = [sys.executable, "-m", "rasa", "train", "--force", "--config", "config.yml"]
    command += ["--domain", domain, "--data", "data", "--out", str(out)]
    command += ["--fixed-model-name", "jiabao"]
    with LOG.open("w", encoding="utf-8") as log:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=quiet_environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0 or not (out / "jiabao.tar.gz").exists():
        raise StepError(
            f"训练失败。{relative(LOG)} 的末尾:\n\n{tail(LOG)}\n\n"
            "请检查 config.yml、domain.yml 和 data/: .venv/bin/python -m rasa data validate"
        )


def ensure_model(force: bool = False) -> tuple[Path, bool]:
    """The model's path, and whether it had to be trained; safe to call from several processes."""
    if missing := missing_inputs():
        raise StepError(f"缺少 {'、'.join(missing)}; 请用 git checkout 取回。")
    STAMP.parent.mkdir(exist_ok=True)
    MODEL.parent.mkdir(exist_ok=True)
    with (STAMP.parent / "train.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not force and is_fresh():
            return MODEL, False
        trained = fingerprint()
        out = STAMP.parent / "training"
        run_rasa_train(out)
        (out / "jiabao.tar.gz").replace(MODEL)
        STAMP.write_text(stamp_of(trained) + "\n", encoding="utf-8")
    return MODEL, True


def main() -> None:
    use_utf8()
    parser = argparse.ArgumentParser(description="Train the model when its inputs changed.")
    parser.add_argument("--force", action="store_true", help="train even when nothing changed")
    started = time.monotonic()
    try:
        model, trained = ensure_model(parser.parse_args().force)
    except StepError as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("已取消。", 130)
    if trained:
        say(f"✓ {relative(model)} 训练完成, {time.monotonic() - started:.1f} s")
    else:
        say(f"✓ {relative(model)} 是最新的")


if __name__ == "__main__":
    main()
