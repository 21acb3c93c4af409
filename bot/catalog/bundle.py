"""The source files of a catalogue as one value: read from a folder or a zip, written back.

A bundle holds the files byte for byte, so that an export is what was imported. Its layout:

    products/<product_id>/{product.yml, rates.csv, sources.md, worked_example.yml}
    services/<topic>.yml
    shared/<table>.yml

Uploads are not trusted: sizes are bounded before anything is unpacked, and a path that is not
of this layout is refused by name.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from bot.catalog.errors import ROOT, SourceError

MAX_FILES = 8_000
MAX_FILE_BYTES = 4_000_000
MAX_TOTAL_BYTES = 64_000_000
MAX_ZIP_BYTES = 32_000_000
PARTS = ("products", "services", "shared")

_NAME = r"[a-z0-9][a-z0-9_-]{0,79}"
_LAYOUT = re.compile(
    rf"products/{_NAME}/(product\.yml|rates\.csv|sources\.md|worked_example\.yml)"
    rf"|(services|shared)/{_NAME}\.yml"
)
_LITTER = re.compile(r"(^|/)(__MACOSX|\.DS_Store|Thumbs\.db|desktop\.ini|__pycache__|\.git)(/|$)")
_REMEDY = "the layout is in docs/catalog-operations.md"
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # fixed: the same files give the same zip


@dataclass(frozen=True)
class Bundle:
    """Source files by path, sorted; `digest` names this exact content."""

    files: tuple[tuple[str, bytes], ...]

    @cached_property
    def digest(self) -> str:
        total = hashlib.sha256()
        for name, data in self.files:
            total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
        return f"src:{total.hexdigest()}"

    @cached_property
    def product_ids(self) -> tuple[str, ...]:
        return tuple(sorted({n.split("/")[1] for n, _ in self.files if n.startswith("products/")}))

    def has(self, part: str) -> bool:
        return any(name.startswith(f"{part}/") for name, _ in self.files)


def read_bundle(path: Path) -> Bundle:
    """Read a folder or a zip file; raises SourceError that says what to do."""
    if path.is_dir():
        return read_folder(path)
    if not path.is_file():
        raise SourceError("there is no such folder or file", file=path, remedy="check the path")
    if path.stat().st_size > MAX_ZIP_BYTES:
        raise _too_large(path.name, MAX_ZIP_BYTES)
    return read_zip(path.read_bytes(), path.name)


def program_bundle() -> Bundle:
    """The source files that come with this program."""
    return read_folder(ROOT)


def read_folder(folder: Path) -> Bundle:
    """Read the three parts of a folder; other folders beside them are not looked at."""
    files: dict[str, bytes] = {}
    for part in PARTS:
        for file in sorted((folder / part).rglob("*")):
            name = file.relative_to(folder).as_posix()
            if file.is_symlink():
                raise _refuse(name, "it is a link", "copy the file itself into the folder")
            if file.is_file() and not _LITTER.search(name):
                if file.stat().st_size > MAX_FILE_BYTES:
                    raise _too_large(name, MAX_FILE_BYTES)
                files[name] = file.read_bytes()
    return _bundle(files, folder.name)


def read_zip(data: bytes, shown: str = "upload.zip") -> Bundle:
    """Read a zip; one enclosing folder is allowed, as archive programs like to add it."""
    if len(data) > MAX_ZIP_BYTES:
        raise _too_large(shown, MAX_ZIP_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _bundle(_unpack(archive, shown), shown)
    except SourceError:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise _refuse(shown, f"no readable zip: {error}", "zip it again, no password") from error


def _unpack(archive: zipfile.ZipFile, shown: str) -> dict[str, bytes]:
    entries = [e for e in archive.infolist() if not e.is_dir() and not _LITTER.search(e.filename)]
    if len(entries) > MAX_FILES:
        raise _refuse(shown, f"{len(entries)} files", f"at most {MAX_FILES}")
    if sum(e.file_size for e in entries) > MAX_TOTAL_BYTES:
        raise _too_large(shown, MAX_TOTAL_BYTES)
    files: dict[str, bytes] = {}
    prefix = _enclosing([e.filename for e in entries])
    for entry in entries:
        name = entry.filename[len(prefix) :]
        if entry.file_size > MAX_FILE_BYTES:
            raise _too_large(name, MAX_FILE_BYTES)
        if name in files:
            raise _refuse(name, "the file is in the zip twice", "keep one")
        with archive.open(entry) as stream:  # a lying header cannot unpack more than this
            files[name] = stream.read(MAX_FILE_BYTES + 1)
        if len(files[name]) > MAX_FILE_BYTES:
            raise _too_large(name, MAX_FILE_BYTES)
    return files


def _enclosing(names: list[str]) -> str:
    tops = {PurePosixPath(name).parts[0] for name in names if PurePosixPath(name).parts}
    if len(tops) == 1 and not tops & set(PARTS):
        (top,) = tops
        if all(name.startswith(f"{top}/") for name in names):
            return f"{top}/"
    return ""


def _bundle(files: dict[str, bytes], shown: str) -> Bundle:
    if not files:
        raise _refuse(shown, "there are no catalogue files", _REMEDY)
    if len(files) > MAX_FILES:
        raise _refuse(shown, f"{len(files)} files", f"at most {MAX_FILES}")
    if sum(map(len, files.values())) > MAX_TOTAL_BYTES:
        raise _too_large(shown, MAX_TOTAL_BYTES)
    for name, data in files.items():
        if not _LAYOUT.fullmatch(name):
            raise _refuse(name, "the file does not belong to a catalogue", _REMEDY)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise _refuse(name, "the file is not UTF-8", "save it as UTF-8", line) from error
    return Bundle(tuple(sorted(files.items())))


def zip_bytes(bundle: Bundle) -> bytes:
    """Write a bundle as a zip: the same bundle gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in bundle.files:
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def write_folder(bundle: Bundle, folder: Path) -> None:
    """Write a bundle into a folder that is empty or does not exist yet."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceError("the folder is not empty", file=folder, remedy="name a new folder")
    for name, data in bundle.files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def combine(base: Bundle, update: Bundle, *, merge: bool) -> Bundle:
    """What an import means: a part that the update lacks stays as it is.

    Without `merge` the products of the update are all there are; with it, they replace or
    join those of the base. Shared tables and service files are replaced file by file in a
    merge, as a whole otherwise.
    """
    files: dict[str, bytes] = {}
    replaced = {f"products/{p}/" for p in update.product_ids}
    for name, data in base.files:
        part = name.split("/")[0]
        same_product = any(name.startswith(prefix) for prefix in replaced)
        if not update.has(part) or (merge and not same_product):
            files[name] = data
    files.update(update.files)
    return Bundle(tuple(sorted(files.items())))


def _refuse(name: str, what: str, remedy: str, line: int | None = None) -> SourceError:
    return SourceError(what, file=Path(name), line=line, remedy=remedy)


def _too_large(name: str, limit: int) -> SourceError:
    return _refuse(name, "it is too large", f"at most {limit // 1_000_000} MB")
