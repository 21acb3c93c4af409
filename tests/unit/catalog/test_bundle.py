"""Source bundles: byte-stable round trips, and uploads that must not get in."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from bot.catalog import bundle as bundles
from bot.catalog.bundle import (
    Bundle,
    combine,
    program_bundle,
    read_bundle,
    read_zip,
    write_folder,
    zip_bytes,
)
from bot.catalog.compiling import compile_bundle
from bot.catalog.errors import SourceError
from bot.catalog.service_cards import load_services
from bot.catalog.sources import load_catalog
from tests.unit.catalog.conftest import MEDICAL, Tree

PROGRAM = program_bundle()


def _zip(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_folder_and_zip_say_the_same(tmp_path: Path) -> None:
    write_folder(PROGRAM, tmp_path / "out")
    (tmp_path / "c.zip").write_bytes(zip_bytes(PROGRAM))
    assert read_bundle(tmp_path / "out") == read_bundle(tmp_path / "c.zip") == PROGRAM
    assert zip_bytes(read_bundle(tmp_path / "out")) == zip_bytes(PROGRAM)
    assert read_bundle(tmp_path / "out").digest == PROGRAM.digest


def test_the_program_s_bundle_compiles_to_the_catalogue() -> None:
    compiled = compile_bundle(PROGRAM)
    assert compiled.catalog == load_catalog()
    assert compiled.cards == load_services()


def test_one_enclosing_folder_and_the_litter_of_desktops_are_allowed() -> None:
    files = {f"目录2027/{n}": d for n, d in PROGRAM.files}
    files["__MACOSX/目录2027/._x"] = b"\0\1"
    files["目录2027/products/.DS_Store"] = b"\0\1"
    assert read_zip(_zip(files)) == PROGRAM


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("../products/x/product.yml", b"a: 1", "does not belong"),
        ("/products/x/product.yml", b"a: 1", "does not belong"),
        ("products/x/../../../etc/product.yml", b"a: 1", "does not belong"),
        ("products\\x\\product.yml", b"a: 1", "does not belong"),
        ("products/x/run.py", b"print()", "does not belong"),
        ("products/X Y/product.yml", b"a: 1", "does not belong"),
        ("products/x/rates.csv", "年龄".encode("gbk"), "not UTF-8"),
        ("shared/big.yml", b"#" * (bundles.MAX_FILE_BYTES + 1), "too large"),
    ],
)
def test_a_file_that_does_not_belong_is_refused_by_name(
    name: str, data: bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_zip(_zip({"products/x/sources.md": b"", name: data}))
    assert caught.value.remedy


def test_no_zip_a_bomb_and_an_empty_one_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b"", b"PK\x03\x04 not really", b"<html>"):
        with pytest.raises(SourceError, match="no readable zip"):
            read_zip(data)
    with pytest.raises(SourceError, match="no catalogue files"):
        read_zip(_zip({}))
    monkeypatch.setattr(bundles, "MAX_TOTAL_BYTES", 1_000_000)
    with pytest.raises(SourceError, match="too large"):
        read_zip(_zip({f"shared/s{n}.yml": b" " * 600_000 for n in range(2)}))
    monkeypatch.setattr(bundles, "MAX_FILES", 3)
    with pytest.raises(SourceError, match="4 files"):
        read_zip(_zip({f"shared/s{n}.yml": b"a: 1" for n in range(4)}))


def test_a_link_in_a_folder_is_refused(tree: Tree, tmp_path: Path) -> None:
    (tree.products / MEDICAL / "sources.md").unlink()
    (tree.products / MEDICAL / "sources.md").symlink_to("/etc/hostname")
    with pytest.raises(SourceError, match="link"):
        read_bundle(tmp_path)


def test_a_full_folder_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(SourceError, match="not empty"):
        write_folder(PROGRAM, tmp_path)


def test_merge_keeps_and_replace_removes() -> None:
    only = Bundle(tuple(f for f in PROGRAM.files if f[0].startswith(f"products/{MEDICAL}/")))
    merged, replaced = (combine(PROGRAM, only, merge=m) for m in (True, False))
    assert merged == PROGRAM
    assert replaced.product_ids == (MEDICAL,)
    assert replaced.has("shared") and replaced.has("services")
    # A product that is sent without a file does not keep the old one.
    partial = Bundle(only.files[:1])
    files = dict(combine(PROGRAM, partial, merge=True).files)
    assert sum(n.startswith(f"products/{MEDICAL}/") for n in files) == 1


def _changed(name: str, old: str, new: str) -> Bundle:
    files = dict(PROGRAM.files)
    text = files[name].decode()
    assert old in text
    files[name] = text.replace(old, new, 1).encode()
    return Bundle(tuple(sorted(files.items())))


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("products/demo-term-life/product.yml", "waiting_days", "waiting_dayz", "unknown key"),
        ("products/demo-term-life/product.yml", "demo: true", "demo: true\ndemo: false", "twice"),
        ("products/demo-term-life/rates.csv", "age_min", "age_from", "columns"),
        ("products/demo-term-life/worked_example.yml", "annual_premium: ", "annual_premium: 1", ""),
        ("shared/disclosure_texts.yml", "texts", "texts # mine", ""),
        ("services/platform.yml", "services:", "services:\n  - {}", ""),
        ("products/demo-term-life/product.yml", "aliases:", "aliases: &a []\nx: *a #", "alias"),
    ],
)
def test_a_mistake_is_found_with_file_and_remedy(
    name: str, old: str, new: str, message: str
) -> None:
    if name.startswith("shared/"):
        broken = Bundle(
            tuple((n, d + b"\n# changed\n" if n == name else d) for n, d in PROGRAM.files)
        )
    else:
        broken = _changed(name, old, new)
    with pytest.raises(SourceError, match=message) as caught:
        compile_bundle(broken)
    assert str(caught.value.file) == name  # the sender's path, not a temporary one
    assert caught.value.remedy
    assert caught.value.line or name.startswith("shared/")


def test_a_card_of_a_removed_product_is_an_error() -> None:
    card = next(c for c in load_services() if c.products)
    gone = f"products/{card.products[0]}/"
    files = tuple(f for f in PROGRAM.files if not f[0].startswith(gone))
    with pytest.raises(SourceError, match=card.products[0]) as caught:
        compile_bundle(Bundle(files))
    assert caught.value.file.parts[0] == "services"
    assert caught.value.line
