"""Occupations, unless the words around them say otherwise (银行卡, 点外卖)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.cues import cues, repeatable
from bot.language.detection.board import Board
from bot.language.detection.finders import kin_words
from bot.language.detection.occupations import Job, told_jobs
from bot.language.lexicon import load_table
from bot.language.mentions import Mention

_WINDOW = 3
_AT_THE_PLACE = re.compile(rf"{repeatable('inside', 'job_links')}*")
_AFTER_LEAVING = re.compile(rf"{repeatable('left_job_links')}*")
_BEFORE_LEAVING = re.compile(rf"{repeatable('leaving_adverbs')}*")
_ADDRESS = re.compile(
    rf"(?:^|[,。!?\s]){cues('greetings')}?{cues('job_titles')}(?:{cues('title_closers')}"
    rf"|[,!\s]*{cues('title_requests')})"
)


@dataclass(frozen=True)
class Surroundings:
    """Words around an occupation word that make it no job of anybody here."""

    near: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def exclude(self, left: str, right: str) -> bool:
        """`near` stands anywhere on the left, `before` and `after` right beside the word."""
        beside = left.endswith(self.before) or right.startswith(self.after)
        return beside or any(word in left for word in self.near)


def jobs(board: Board) -> Iterator[Mention]:
    """程序员, 在银行上班: data is the word with its entry."""
    told = [job for job in told_jobs(board.text) if _is_job(board.text, job)]
    for job in _held(board.text, told):
        word = board.text[job.start : job.end]
        yield Mention(job.start, job.end, "occupation", (word, job.entry))


def _is_job(text: str, job: Job) -> bool:
    """在银行, but neither 银行卡 nor 点外卖 nor 老师好 nor the it of credit."""
    if _inside_outsider(text, job.start):
        return False
    left, right = text[max(0, job.start - _WINDOW) : job.start], text[job.end : job.end + _WINDOW]
    exception = _exceptions().get(job.word)
    if exception is not None and exception.exclude(left, right):
        return False
    if any(m.start() <= job.start and job.end <= m.end() for m in _ADDRESS.finditer(text)):
        return False
    return not (job.word.isascii() and _latin(left[-1:] + right[:1]))


def _inside_outsider(text: str, start: int) -> bool:
    """邻居家: the word for a person outside the family goes on over the start of the job."""
    for place in range(max(0, start - 3), start):
        word = kin_words().at(text, place)
        if word and place + len(word) > start and kin_words().entries[word].form == "outsider":
            return True
    return False


def _held(text: str, told: Sequence[Job]) -> Iterator[Job]:
    """Not the place of a job that is told (在工地看大门), nor a former job (老师退休)."""
    for i, job in enumerate(told):
        gap = text[job.end : told[i + 1].start] if i + 1 < len(told) else None
        before = text[told[i - 1].end : job.start] if i else None
        if job.place and gap is not None and _AT_THE_PLACE.fullmatch(gap):
            continue
        left = gap is not None and _left(told[i + 1]) and _BEFORE_LEAVING.fullmatch(gap)
        follows = before is not None and _left(told[i - 1]) and _AFTER_LEAVING.fullmatch(before)
        if _left(job) or not (left or follows):
            yield job


def _left(job: Job) -> bool:
    """退休, 被裁: the job beside it is a former one."""
    return job.entry.get("earning") is False and job.word not in ("学生",)


def _latin(chars: str) -> bool:
    """Whether a Latin word goes on: the it of credit."""
    return any("a" <= char <= "z" for char in chars)


@cache
def _exceptions() -> dict[str, Surroundings]:
    """The exceptions of the lexicon, by word."""
    return {
        word: Surroundings(*(tuple(entry.get(k, ())) for k in ("near", "before", "after")))
        for entry in load_table("occupations")["exceptions"]
        for word in entry["words"]
    }
