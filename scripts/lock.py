"""Compile the dependency locks: every package with its hashes, no address anywhere.

python -m scripts.lock          keep the versions that still fit
python -m scripts.lock --upgrade
"""

from __future__ import annotations

import subprocess
import sys

from scripts.bootstrap import find_uv, install_uv, uv_environment
from scripts.progress import ROOT, StepError, fail, say, use_utf8

OPTIONS = (
    "--override",
    "requirements/overrides.txt",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--universal",
    "--python-version",
    "3.10",
    "--no-annotate",
    "--quiet",
)


def compile_lock(uv: str, name: str, extra: list[str]) -> None:
    source, target = f"requirements/{name}.in", f"requirements/{name}.txt"
    command = [uv, "pip", "compile", source, *OPTIONS, *extra, "-o", target]
    if subprocess.run(command, cwd=ROOT, env=uv_environment()).returncode != 0:
        raise StepError(f"{target} 没有生成(上面是 uv 的输出); 请检查 {source} 里的版本约束。")
    say(f"✓ {target}")


def main(arguments: list[str]) -> None:
    """dev.txt first: runtime.txt takes its versions from it, so that both agree."""
    use_utf8()
    try:
        uv = find_uv() or install_uv()
        compile_lock(uv, "dev", arguments)
        compile_lock(uv, "runtime", [*arguments, "-c", "requirements/dev.txt"])
    except StepError as error:
        fail(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
