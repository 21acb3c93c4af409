"""People with a number: 两个孩子, 3个姐姐, 已婚一孩."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import cues
from bot.language.detection.board import Board
from bot.language.detection.finders import kin_words, label_words
from bot.language.detection.groups import NUMBER
from bot.language.draft import CHILDREN
from bot.language.mentions import Mention, PersonWord
from bot.language.numerals import parse_number

_MOST = 6
_COUNTED = re.compile(
    rf"(?P<n>{NUMBER})(?:个|位|名|只|条)?(?:都)?{cues('counted_kinds')}?(?:的)?"
    rf"(?P<w>{cues('counted_words')})"
)
_BOTH_KINDS = re.compile(
    r"(?<![\d十])(?P<a>[一二两三1-3])个?(?P<x>[男女儿子])孩?[,、]?(?P<b>[一二两三1-3])个?(?P<y>[男女儿子])孩?"
    r"(?<!男.男)(?<!女.女)(?![儿生的人岁方])"
)
_MARRIED = re.compile(
    rf"(?P<before>{cues('married')})(?:已育|有|了)?,?"
    rf"(?P<n>[一二两三123])个?{cues('offspring')}(?=[,。\s家]|$)"
)


def sons_and_daughters(board: Board) -> Iterator[Mention]:
    """两男一女, 一儿两女: one word for all the children."""
    for match in _BOTH_KINDS.finditer(board.text):
        targets: list[tuple[str, str | None]] = []
        for count, kind in (("a", "x"), ("b", "y")):
            number = parse_number(match[count])
            sex = "female" if match[kind] == "女" else "male"
            relation = "daughter" if sex == "female" else "son"
            targets += [(relation, sex)] * (number if isinstance(number, int) else 1)
        word = PersonWord("children", tuple(targets), count=len(targets), word=match[0])
        yield Mention(*match.span(), "person", word)


def counted_people(board: Board) -> Iterator[Mention]:
    """两个孩子, 3个姐姐: as many people as the number says."""
    for match in _COUNTED.finditer(board.text):
        number = parse_number(match["n"].replace("仨", "三"))
        entry: PersonWord | None = kin_words().entries.get(
            match["w"], label_words().get(match["w"])
        )
        if entry is None or not isinstance(number, int) or not 1 <= number <= _MOST:
            continue
        if not any(reading(board.text, match) for reading in _OTHER_READINGS):
            yield Mention(*match.span(), "person", _times(number, entry, match["w"]))


def children_of_the_married(board: Board) -> Iterator[Mention]:
    """已婚一孩, 已婚已育二娃: the number of children in a list of facts."""
    for match in _MARRIED.finditer(board.text):
        count = parse_number(match["n"])
        if isinstance(count, int):
            word = board.text[match.end("before") : match.end()]
            targets = (("child", None),) * count
            person = PersonWord("children", targets, count=count, word=word)
            yield Mention(match.end("before"), match.end(), "person", person)


def _times(number: int, entry: PersonWord, word: str) -> PersonWord:
    """The word for one person as a word for several."""
    target = (entry.targets or (("child", None),))[0]
    form = "children" if target[0] in CHILDREN else "kin"
    return PersonWord(
        form, (target,) * number, side=entry.side, owned=True, count=number, word=word
    )


def _ordinal(text: str, match: re.Match[str]) -> bool:
    """二女儿, 三姐: which one, not how many."""
    return match["n"] in "二三四五六" and not re.match(r"[个位名]", text[match.end("n") :])


def _count_of_the_next(text: str, match: re.Match[str]) -> bool:
    """大人3个小孩2个: the number before 小孩 counts the grown-ups."""
    return bool(re.search(r"大人$", text[: match.start()]) and re.match(r"\d", text[match.end() :]))


def _label(text: str, match: re.Match[str]) -> bool:
    """36女 at the end, 8女岁, 一个女的: the sex of somebody."""
    beside = text[match.end() : match.end() + 1]
    return match["w"] in ("儿", "女", "子") and (not beside or beside in "岁的人生士性方弟宫")


_OTHER_READINGS = (_ordinal, _count_of_the_next, _label)
