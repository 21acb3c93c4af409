"""Reads an answer to a yes-or-no question; only the beginning of a message decides."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.lexicon import load_table
from bot.language.numerals.tables import fold

LONGEST = 40
_FILL = r"[\s,。!！~、.…]*"
_SOFT = r"(?:的|了|啊|呀|哦|噢|哈|吧|呢|嘛|哒|滴|咯|啦|诶|欸|耶)*"
_LEAD = (
    r"嗯|恩|哦|啊|呃|额|这个|那个|我|他|她|他们|它|这些?|以上|目前|现在|"
    r"都|也|真的?|肯定|当然|绝对"
)


def _any(key: str) -> str:
    return "|".join(load_table("answers")[key])


_UNSURE = re.compile(_any("unsure"))
_HEDGE = re.compile(_any("hedges"))
_CONSENT = re.compile(rf"(?:{_any('consent')})")
_NEITHER = re.compile(rf"(?:{_any('neither')})")
_NO_PICTURE, _YES_PICTURE = re.compile(_any("no_pictures")), re.compile(_any("yes_pictures"))
_NEGATIVE = re.compile(
    rf"(?:{_LEAD}|从来|暂时|还|并|确实|觉得|感觉|认为)*{_FILL}(?:都|也|真的?|肯定|当然|绝对|暂时|还|就|是|确实|一定)*(?P<w>{_any('refusal')}){_SOFT}",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    rf"(?:{_LEAD}|是|那|就|觉得|感觉|认为)*{_FILL}(?:都|也|真的?|肯定|当然|绝对|就|那)*(?P<w>{_any('agreement')}){_SOFT}",
    re.IGNORECASE,
)
_YES_AGAIN = re.compile(rf"(?:{_any('agreement')}|{_any('consent')}){_SOFT}")
_QUESTION = re.compile(r"[?？]|吗|么$|什么|怎么|多少|哪|啥|为何|几")
_NO_QUESTION = re.compile(r"没啥|没什么|没怎么")
_AB = re.compile(
    r"是不是|有没有|能不能|行不行|可不可以|要不要|好不好|会不会|对不对|同不同意|愿不愿意|该不该|买不买|成不成|中不中"
)
_CLAUSE = re.compile(r"[,，。;；!！~、\s]")
_PARTICLES = " 的了啊呀哦噢哈吧呢嘛哒滴咯啦诶欸耶哟喔滴嘞嘻.…🏻🏼🏽🏾🏿\ufe0f\u200d♀♂"
_OPENS = re.compile(r"(?:哦|啊|嗯)*(?:对了|是我|我是|他是|她是|是给)")


@dataclass(frozen=True)
class Answer:
    """yes, no or unsure, and where it is said in the original text.

    `whole`: the clause says nothing else; 我有三个孩子 says yes to a question only by the way.
    """

    answer: str
    start: int
    end: int
    whole: bool = False


def read_yes_no(text: str) -> str | None:
    """yes, no, unsure or None for a message; only its beginning decides."""
    found = find_answer(text)
    return found.answer if found else None


def find_answer(text: str) -> Answer | None:
    """The answer that a message gives, with its words; None when it is no answer."""
    offset = len(text) - len(text.lstrip())
    bare = fold(text.strip())
    if not bare or len(bare) > LONGEST or _AB.search(bare):
        return None
    head = re.split(r"[,，。;；!！\n]", bare)[0] if len(bare) > 12 else bare
    found = _answer(head) or _refusing_clause(bare)
    if found is None:
        return None
    rest = _CLAUSE.split(bare[found.end :], maxsplit=1)[0]
    whole = not rest.strip(_PARTICLES) or found.answer == "unsure"
    return Answer(found.answer, found.start + offset, found.end + offset, whole)


def _refusing_clause(bare: str) -> Answer | None:
    """不,我不要: the first clause alone refuses."""
    clause = _CLAUSE.split(bare, maxsplit=1)[0]
    match = _NEGATIVE.fullmatch(clause)
    if clause == bare or match is None or _QUESTION.search(bare) or _UNSURE.search(bare):
        return None
    return None if _NEITHER.match(clause) else Answer("no", match.start("w"), match.end())


def _answer(head: str) -> Answer | None:
    unsure = _UNSURE.search(head)
    if _QUESTION.search(head) and not _NO_QUESTION.match(head):
        return Answer("unsure", *unsure.span()) if unsure and "不" in head else None
    hedge = _HEDGE.search(head) or unsure
    if hedge:
        return Answer("unsure", *hedge.span())
    consent = _CONSENT.match(head)
    if consent:
        return Answer("yes", consent.start(), _more(head, consent.end()))
    if _NEITHER.match(head):
        return None
    refused = _NEGATIVE.match(head)
    if refused and not _is_statement(head, refused.end()):
        return Answer("no", refused.start("w"), refused.end())
    return _positive(head) or _picture(head)


def _is_statement(head: str, end: int) -> bool:
    """没社保 or 不要重疾 state something; 没有高血压 and 不吃药 still answer no."""
    rest = head[end:].strip(" ,，。!！~的了啊呀呢")
    if not rest or re.fullmatch(r"谢谢你?|多谢|谢了", rest):
        return False
    return head[:end].endswith(("没", "无", "算了", "不要", "不用", "别", "不")) or len(rest) > 8


def _positive(head: str) -> Answer | None:
    match = _POSITIVE.match(head)
    if not match:
        return None
    rest = head[match.end() :].strip(" ,，。!！~")
    if len(rest) > 6 or _OPENS.match(head):
        return None
    return Answer("yes", match.start("w"), _more(head, match.end()))


def _more(head: str, end: int) -> int:
    """是的没错 is one answer."""
    match = _YES_AGAIN.match(head, end)
    return match.end() if match and match.end() > end else end


def _picture(head: str) -> Answer | None:
    """A picture that nods or shakes its head; both together say nothing."""
    yes, no = _YES_PICTURE.search(head), _NO_PICTURE.search(head)
    if bool(yes) == bool(no):
        return None
    found = yes or no
    return Answer("yes" if yes else "no", *found.span()) if found else None
