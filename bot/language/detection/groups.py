"""The number of people at home, and who is no person of the household at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.cues import cues, repeatable
from bot.language.detection.board import Board
from bot.language.mentions import Mention, PersonWord
from bot.language.numerals import parse_number

NUMBER = r"(?:\d{1,2}|[一二两俩仨三四五六七八九十]{1,2})"
_MOST = 20
_COUNT = re.compile(
    rf"{cues('household_words')}?(?:{repeatable('count_links')}|\s){{0,12}}(?P<n>{NUMBER})"
    r"(?:口人?(?![子儿])|个人|口之家|口子人)"
)
_CUE = re.compile(cues("count_cues"))
_THEIRS = re.compile(r"(?:[他她]们?|[姐哥弟妹友事居]|闺女|女儿|儿子)(?:现在)?$")
_COUPLE = re.compile(r"[两俩]口子|[老小][两俩]口")
_VOCATIVE = re.compile(
    rf"^(?:{repeatable('greetings')}|[^\S ])*(?P<w>{cues('vocatives')})们?"
    rf"(?=[,。\s!]|{cues('after_vocative')}"
    r"|(?:那个)?(?:我|俺)(?:今年|都|就|这|跟|想问|想咨询|也|\d|[二三四五六七八九]?十))"
)
_THANKED = re.compile(
    rf"(?:{cues('thanking')}|[吗呢吧么呀啊?][,\s]?)(?P<w>{cues('vocatives')})们?(?=[,。!?~\s]|$)"
)
_CALLED = re.compile(
    rf"(?:^|[,。;!?~\s])(?P<w>{cues('called_kin')})(?=[,\s]?(?:您|你(?!家)|帮我|帮忙|麻烦|请问|给看|给算))"
)
_PET = re.compile(
    rf"(?<![身班工序研舔柴疯属])(?<!打工)(?<!单身){cues('pets')}(?!年|的|一枚|一条|$)"
)


def household_count(board: Board) -> Iterator[Mention]:
    """一家四口, 家里一共6口人, or a bare 三个人 between commas."""
    text = board.text
    for match in _COUNT.finditer(text):
        number = parse_number(match["n"])
        if not isinstance(number, int) or not 1 <= number <= _MOST:
            continue
        if _THEIRS.search(text[: match.start()]):
            continue
        counts_home = _CUE.search(match[0]) or (
            number >= 3 and (_alone(text, match) or _together(text, match))
        )
        if counts_home and not _COUPLE.search(match[0] + text[: match.end()][-4:]):
            yield Mention(match.start(), match.end(), "count", number)


def _alone(text: str, match: re.Match[str]) -> bool:
    """Whether the number is a clause of its own: 我们杭州的,三个人,想买保险."""
    opens = re.search(r"[,。]$", text[: match.start("n")])
    return bool(opens and re.match(r"[,。]|$", text[match.end() :]))


def _together(text: str, match: re.Match[str]) -> bool:
    """我们六个人住一起."""
    ours = text[: match.start("n")].endswith(("我们", "咱们", "我们一共", "我们总共"))
    return ours and text[match.end() - 2 : match.end()] == "个人"


def vocative(board: Board) -> Iterator[Mention]:
    """大姐，我想问…: whoever is spoken to is nobody of the household."""
    address = _VOCATIVE.match(board.text)
    if address:
        yield Mention(*address.span("w"), "vocative")


def thanked(board: Board) -> Iterator[Mention]:
    """谢谢老师, 能买吗姐: a form of address after the question."""
    for match in _THANKED.finditer(board.text):
        yield Mention(*match.span("w"), "vocative")


def called(board: Board) -> Iterator[Mention]:
    """开公交，姐姐您给看看: whoever is spoken to as 您, in any clause."""
    for match in _CALLED.finditer(board.text):
        yield Mention(*match.span("w"), "vocative")


def pets(board: Board) -> Iterator[Mention]:
    """猫3岁: the age is the cat's."""
    for match in _PET.finditer(board.text):
        yield Mention(*match.span(), "person", PersonWord("pet", word=match[0]))
