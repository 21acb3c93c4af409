"""The commands of `python -m bot.catalog`, on a database and folders of their own."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.catalog import __main__ as program
from bot.catalog.bundle import program_bundle, read_bundle, read_zip
from bot.catalog.sources import load_catalog
from bot.settings import Settings

CATALOG = load_catalog()
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture()
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    settings = Settings(state_dir=tmp_path / "state")
    monkeypatch.setattr(program, "get_settings", lambda: settings)

    def call(*words: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = program.main(list(words))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    yield call


def test_publish_change_and_come_back(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("publish", "--note", "第一版", "--as", "mei")
    assert (code, out.split()[0]) == (0, CATALOG.version)
    assert "already current" in run("publish")[1]

    folder = tmp_path / "out"
    assert run("export", str(folder))[0] == 0
    assert read_bundle(folder) == program_bundle()
    file = folder / "products" / "demo-travel" / "product.yml"
    file.write_text(file.read_text("utf-8").replace("summary: ", "summary: 新，", 1), "utf-8")

    code, out, err = run("import", str(folder))
    assert code == 0
    assert "~ product demo-travel" in out and "新，" in out
    assert "dry run" in err
    assert len(json.loads(run("versions", "--json")[1])["versions"]) == 1  # nothing happened

    assert run("import", str(folder), "--publish", "--as", "an")[0] == 0
    stored = json.loads(run("versions", "--json")[1])
    assert [p["actor"] for p in stored["publications"]] == ["an", "mei"]
    new = stored["versions"][0]["version"]
    assert new != CATALOG.version
    assert "summary" in run("diff", CATALOG.version[:20])[1]

    assert CATALOG.version in run("rollback", "--note", "退回")[1]
    told = json.loads(run("audit", "--json")[1])
    assert [e["action"] for e in told] == ["rollback", "import", "export", "publish"]
    assert json.loads(told[0]["detail"]) == {"note": "退回"}

    assert run("export", "--version", new[:18], str(tmp_path / "new.zip"))[0] == 0
    assert read_zip((tmp_path / "new.zip").read_bytes()) == read_bundle(folder)


def test_sheets_and_json(run: Run, tmp_path: Path) -> None:
    run("publish")
    assert run("export", "--csv", "--bom", str(tmp_path / "csv"))[0] == 0
    sheet = tmp_path / "csv" / "rates.csv"
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")
    code, out, _ = run("import", str(sheet), "--json")
    assert code == 0
    assert json.loads(out)["changed"] == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("import", "nowhere"), "no such folder"),
        (("rollback", "sha256:77"), "0 versions start with"),
        (("rollback",), "no earlier version"),
        (("export", "."), "not empty"),
        (("disable-admin", "nobody"), "no admin"),
    ],
)
def test_what_cannot_be_done_says_so(run: Run, words: tuple[str, ...], message: str) -> None:
    run("publish")
    code, _, err = run(*words)
    assert code == 1
    assert message in err


def test_a_broken_folder_is_refused_and_nothing_published(run: Run, tmp_path: Path) -> None:
    run("publish")
    folder = tmp_path / "out"
    run("export", str(folder))
    file = folder / "products" / "demo-travel" / "product.yml"
    text = file.read_text("utf-8")
    line = text[: text.index("waiting_days")].count("\n") + 1
    file.write_text(text.replace("waiting_days", "waiting_dayz"), "utf-8")
    code, _, err = run("import", str(folder), "--publish")
    assert code == 1
    assert f"products/demo-travel/product.yml:{line}: unknown key 'waiting_dayz'" in err
    assert len(json.loads(run("versions", "--json")[1])["publications"]) == 1


def test_admins(run: Run) -> None:
    assert run("create-admin", "mei", stdin="a long enough phrase\n")[0] == 0
    assert "exists" in run("create-admin", "mei", stdin="a long enough phrase\n")[2]
    assert "mei  enabled" in run("admins")[1]
    assert run("disable-admin", "mei")[0] == 0
    assert "mei  disabled" in run("admins")[1]
    assert run("enable-admin", "mei")[0] == 0
    assert "phrase" not in run("audit", "--json")[1]
