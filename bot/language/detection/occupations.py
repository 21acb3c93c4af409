"""The ways of telling a job: its name, what one does (开了个饭馆), where one works (在银行上班)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from bot.language.cues import alternation, cues
from bot.language.detection.finders import job_words
from bot.language.lexicon import load_table

_LONGEST_FILLING = 3


class Job(NamedTuple):
    """Words that tell a job, with the entry of the lexicon; `word` is what exceptions look for."""

    start: int
    end: int
    word: str
    entry: dict[str, Any]
    place: bool = False


def told_jobs(text: str) -> list[Job]:
    """Every job of a text; of two that overlap the longer one, then the first."""
    found = [*_named(text), *_done(text), *_workplaces(text)]
    found.sort(key=lambda job: (job.start - job.end, job.start))
    chosen: list[Job] = []
    for job in found:
        if all(job.end <= other.start or other.end <= job.start for other in chosen):
            chosen.append(job)
    return sorted(chosen)


def _named(text: str) -> Iterator[Job]:
    """程序员, 家庭主妇."""
    for start, end, word in job_words().find(text):
        place = word.removeprefix("在").removesuffix("上") in _places()
        yield Job(start, end, word, job_words().entries[word], place)


def _done(text: str) -> Iterator[Job]:
    """开了个饭馆, 跑大货."""
    for pattern, classes in _families():
        for match in pattern.finditer(text):
            thing = match["thing"]
            yield Job(*match.span(), thing, {"class": classes[thing]})


def _workplaces(text: str) -> Iterator[Job]:
    """在人民医院上班: the end of the place tells the class."""
    for match in _at_work().finditer(text):
        yield Job(*match.span(), match["place"], {"class": _places()[match["place"]]}, place=True)


@cache
def _families() -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    """A pattern for each family, with the class of every thing."""
    made = []
    for family in load_table("occupations")["families"]:
        classes = {word: entry["class"] for entry in family["things"] for word in entry["words"]}
        filling = f"{alternation(family['fillers'])}{{0,{_LONGEST_FILLING}}}"
        pattern = f"{alternation(family['verbs'])}{filling}(?P<thing>{alternation(classes)})"
        made.append((re.compile(pattern), classes))
    return tuple(made)


@cache
def _places() -> dict[str, int]:
    """The class of every place of work."""
    entries = load_table("occupations")["workplaces"]
    return {word: entry["class"] for entry in entries for word in entry["words"]}


@cache
def _at_work() -> re.Pattern[str]:
    place = alternation(_places())
    return re.compile(rf"(?P<place>{place}){cues('inside')}?{cues('at_work')}")
