"""Whom the sentence is about: the persons that wait for an age, the weightiest first.

The subject of a clause stays in focus over the clauses that follow. A person whom something is
done to or with (把我拉扯大, 带着儿子, 跟我过) is named in passing: such a person only gets an age
that the subject cannot have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.place import introduces, members_of
from bot.language.age_linking.plausible import in_span, plausible
from bot.language.age_linking.scene import Scene
from bot.language.clauses import CLAUSE_END, first_clause
from bot.language.cues import cue_words, cues, repeatable
from bot.language.passing import in_passing, is_cared_for
from bot.language.people import Reference

_HELPED = re.compile(rf"{cues('beneficiaries')}(?:一下)?$")
_JOINED = re.compile(rf"^(?:[、,\s/+&]|{repeatable('age_joints')})*$")
_LINKS = re.compile(rf"(?:^|[、\s/+&:]|{cues('no_object', 'age_joints', 'introducers')})$")
_MINOR, _YOUNG = 20, 35
_SMALL = cue_words("small_child_words")
_BESIDE = re.compile(rf"^(?:[、\s/+&]|{repeatable('age_joints')})+$")


def _cared_for(scene: Scene, person: Reference) -> bool:
    """带娃五年了: the speaker, though not named, looks after the children."""
    return is_cared_for(scene.text, person.start) and all(m.is_child for m in person.members)


def _too_old(group: Sequence[Reference], run: Sequence[AgeItem]) -> bool:
    """A child that somebody looks after is no grown-up."""
    return all(m.is_child for m in members_of(group)) and _older(run, _MINOR)


def _no_small_child(group: Sequence[Reference], run: Sequence[AgeItem]) -> bool:
    """娃 and 宝宝 are said of the young only: 娃他爷今年七十三."""
    return any(r.word.word in _SMALL for r in group) and _older(run, _YOUNG)


def _older(run: Sequence[AgeItem], years: int) -> bool:
    return any(age.value.known and age.value.min > years for age in run)


def _all_aged(person: Reference) -> bool:
    """大宝5岁男孩,公婆60和59: the boy waits for no age."""
    return all(m.age is not None and m.age.known for m in person.members)


@dataclass
class Focus:
    """The persons in focus: `group` is what the sentence is about, `passing` who is beside it."""

    scene: Scene
    group: list[Reference] = field(default_factory=list)
    passing: list[Reference] = field(default_factory=list)

    def close(self) -> None:
        """Those in focus have got their ages."""
        self.group, self.passing = [], []

    def name(self, person: Reference) -> None:
        """One more person is named: 爸和妈 wait together, 爸有个妹 do not."""
        if person.comparator or not person.members:
            return
        if self.scene.was_served(person):
            self.close()
        elif self._beside(person):
            self.passing.append(person)
        else:
            self.group = self._grouped(person)
            self.passing = [] if self.group[-1] is person else self.passing

    def _beside(self, person: Reference) -> bool:
        """Named in passing, or together with somebody who is."""
        if person.speaker or (self.group and self.group[-1].speaker):
            return False
        if not self.group:
            return _cared_for(self.scene, person)
        last = self.passing[-1] if self.passing else None
        joined = last and _BESIDE.match(self.scene.text[last.end : person.start])
        passing = in_passing(self.scene.text, person.start, person.end)
        return bool(joined) or passing or self._object(person)

    def _object(self, person: Reference) -> bool:
        """我剖腹产生的她: at the end of a clause that has its subject."""
        between = self.scene.text[self.group[-1].end : person.start]
        return (
            not first_clause(self.scene.text[person.end :])
            and CLAUSE_END.search(between) is None
            and _LINKS.search(between) is None
            and _HELPED.search(between) is None
        )

    def _grouped(self, person: Reference) -> list[Reference]:
        """The persons waiting for ages after one more is named."""
        if not self.group:
            return [person]
        last = self.group[-1]
        gap = self.scene.text[last.end : person.start]
        if person.speaker:
            return self.group
        if not _JOINED.match(gap) or introduces(gap):
            return [person]
        if "," in gap and person.members != last.members and _all_aged(last):
            return [person]
        if all(m in last.members for m in person.members):
            narrower = len(person.members) <= len(last.members)
            return [*self.group[:-1], person] if narrower else self.group
        return [*self.group, person]

    def owners(self, run: Sequence[AgeItem]) -> list[Reference]:
        """Those in focus who can have the ages: the subject, else whoever is named in passing."""
        beside = [s for s in self._beside_sets() if not _too_old(s, run)]
        sets = [self.group, *beside]
        able = [s for s in sets if plausible(self.scene, s, run) and not _no_small_child(s, run)]
        waiting = [s for s in able if any(m.age is None for m in members_of(s))]
        able = waiting or able
        fitting = [s for s in able if len(members_of(s)) == len(run)]
        if able:
            return (fitting or able)[0]
        impossible = _no_small_child(self.group, run)
        return self.group if in_span(members_of(self.group), run) and not impossible else []

    def _beside_sets(self) -> list[list[Reference]]:
        """Those named in passing, all together or each alone, the latest first."""
        each = [[person] for person in reversed(self.passing)]
        return [self.passing, *each] if len(self.passing) > 1 else each
