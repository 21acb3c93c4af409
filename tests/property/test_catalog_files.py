"""Laws of catalogue files: nothing gets lost on the way, nothing in a cell runs."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.bundle import Bundle, combine, read_zip, zip_bytes
from bot.catalog.errors import SourceError
from bot.catalog.sheets import safe_cell
from bot.catalog.yaml_lines import read_yaml

NAMES = st.from_regex(
    r"products/[a-z][a-z0-9-]{0,12}/(product\.yml|rates\.csv)", fullmatch=True
) | (st.from_regex(r"(services|shared)/[a-z][a-z0-9_]{0,12}\.yml", fullmatch=True))
BUNDLES = st.dictionaries(NAMES, st.text(max_size=60).map(str.encode), min_size=1).map(
    lambda files: Bundle(tuple(sorted(files.items())))
)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(BUNDLES)
@settings(max_examples=60, deadline=None)
def test_a_zip_gives_back_every_byte(bundle: Bundle) -> None:
    data = zip_bytes(bundle)
    assert read_zip(data) == bundle
    assert zip_bytes(read_zip(data)) == data
    assert read_zip(data).digest == bundle.digest


@given(BUNDLES, BUNDLES)
@settings(max_examples=60, deadline=None)
def test_an_import_holds_all_of_the_upload(base: Bundle, update: Bundle) -> None:
    for merge in (True, False):
        files = dict(combine(base, update, merge=merge).files)
        assert all(files[name] == data for name, data in update.files)
        assert set(files) <= {n for n, _ in (*base.files, *update.files)}
        assert combine(base, base, merge=merge) == base


@given(TEXT)
@settings(max_examples=200, deadline=None)
def test_a_cell_never_begins_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
    plain = text.replace("\0", "")
    assert cell in (plain, f"'{plain}")
    target = io.StringIO(newline="")
    csv.writer(target).writerow([cell])
    assert next(csv.reader(io.StringIO(target.getvalue(), newline=""))) == [cell]


@given(st.binary(max_size=80))
@settings(max_examples=200, deadline=None)
def test_any_upload_is_read_or_refused(data: bytes) -> None:
    try:
        read_zip(data)
    except SourceError as error:
        assert error.remedy


@given(TEXT.map(str.encode) | st.binary(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_yaml_is_read_or_refused(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.yml"
        file.write_bytes(data)
        try:
            assert isinstance(read_yaml(file).values, dict)
        except SourceError as error:
            assert error.remedy
