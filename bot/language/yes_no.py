"""Reads an answer to a yes-or-no question: yes, no, unsure or neither."""

from __future__ import annotations

import re

from bot.language.lexicon import load_table

_FILL = r"[\s,。!！~、.…]*"
_SOFT = r"(?:的|了|啊|呀|哦|噢|哈|吧|呢|嘛|哒|滴|咯|啦|诶|欸|耶)*"
_WORDS = load_table("answers")
_UNSURE = re.compile("|".join(_WORDS["unsure"]))
_NO_WORDS = "|".join(_WORDS["refusal"])
_YES_WORDS = "|".join(_WORDS["agreement"])
_NEGATIVE = re.compile(
    rf"^(?:嗯+|恩+|哦|啊|呃|额|这个|那个|我|他|她|他们|它|这些?|以上|目前|现在|都|也|真的?|肯定|从来|当然|绝对|暂时|还|并)*{_FILL}(?:都|也|真的?|肯定|当然|绝对|暂时|还|就|是)*(?:{_NO_WORDS}){_SOFT}",
    re.IGNORECASE,
)
_POSITIVE = re.compile(
    rf"^(?:嗯+|恩+|哦|啊|呃|额|这个|那个|我|他|她|他们|它|这些?|以上|目前|现在|都|也|真的?|肯定|当然|绝对|是|那|就)*{_FILL}(?:都|也|真的?|肯定|当然|绝对|就|那)*(?:{_YES_WORDS}){_SOFT}",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[?？]|吗|么$|什么|怎么|多少|哪|啥|为何|几")
_AB = re.compile(r"(是不是|有没有|能不能|行不行|可不可以|要不要|好不好|会不会|对不对)")


def read_yes_no(text: str) -> str | None:
    """yes, no, unsure or None for a message; only its beginning decides."""
    bare = text.strip().lower()
    if not bare or len(bare) > 40 or _AB.search(bare):
        return None
    head = re.split(r"[,，。;；!！\n]", bare)[0] if len(bare) > 12 else bare
    if _QUESTION.search(head) and not re.match(r"^(?:没啥|没什么|没怎么)", head):
        return "unsure" if _UNSURE.search(head) and "不" in head else None
    if _UNSURE.search(head):
        return "unsure"
    if re.match(
        r"^(?:没问题|没错|没毛病|没意见|没关系|没事|不错|不用改|无误|没啥问题|不客气)", head
    ):
        return "yes"
    refused = _NEGATIVE.match(head)
    if refused and not _is_statement(head, refused.end()):
        return "no"
    return "yes" if _positive(head) else None


def _is_statement(head: str, end: int) -> bool:
    """没社保 or 不要重疾 state something; 没有高血压 and 不吃药 still answer no."""
    rest = head[end:].strip(" ,，。!！~的了啊呀呢")
    if not rest:
        return False
    return head[:end].endswith(("没", "无", "算了", "不要", "不用", "别", "不")) or len(rest) > 8


def _positive(head: str) -> bool:
    match = _POSITIVE.match(head)
    if not match and re.search(r"[👌👍✅🆗]", head):
        return True
    if not match:
        return False
    rest = head[match.end() :].strip(" ,，。!！~")
    return len(rest) <= 6 and not re.match(r"^(?:哦|啊|嗯)*(?:对了|是我|我是|他是|她是|是给)", head)
