"""Cue lists: longest word first, one name one list, clear errors, none left unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.language import cues as module
from bot.language.cues import CUES, alternation, cue_pairs, cue_words, cues
from bot.language.errors import LexiconError
from bot.language.lexicon import FOLDER, load_table


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of cue lists in place of ours."""
    for cached in (module._lists, module.cue_words, module.cue_pairs):
        cached.cache_clear()
    monkeypatch.setattr(module, "CUES", tmp_path)
    yield tmp_path
    for cached in (module._lists, module.cue_words, module.cue_pairs):
        cached.cache_clear()


def test_the_longest_word_comes_first() -> None:
    match = re.match(alternation(["猫", "猫咪"]), "猫咪3岁")
    assert match is not None and match[0] == "猫咪"


def test_words_are_plain_text() -> None:
    assert not re.match(alternation(["+", "."]), "a")


def test_several_lists_make_one_group() -> None:
    pattern = re.compile(cues("pets", "plans"))
    assert pattern.fullmatch("狗狗") and pattern.fullmatch("打算")


def test_a_missing_list_is_named() -> None:
    with pytest.raises(LexiconError, match="no_such_list"):
        cue_words("no_such_list")


def test_words_and_pairs_are_not_mixed_up() -> None:
    with pytest.raises(LexiconError, match="cue words named 'roles'"):
        cue_words("roles")
    assert set(cue_pairs("roles").values()) == {"male", "female"}


def test_one_name_stands_in_one_file(folder: Path) -> None:
    for name in ("one", "two"):
        entry = "pets: {use: animals with an age, words: [猫]}"
        (folder / f"{name}.yml").write_text(entry, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"two\.yml: pets stands in two files"):
        cue_words("pets")


def test_a_list_says_what_it_is_for(folder: Path) -> None:
    (folder / "one.yml").write_text("pets: {words: [猫]}", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"one\.yml at pets: 'use' is a required property"):
        cue_words("pets")


def test_every_list_is_used() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in FOLDER.parent.rglob("*.py"))
    names = [n for p in CUES.glob("*.yml") for n in load_table(p.stem, CUES, "cues")]
    assert names
    assert [n for n in names if not re.search(rf"[\"']{n}[\"']", code)] == []
