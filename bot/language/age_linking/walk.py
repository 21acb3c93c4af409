"""Goes through persons and ages from left to right and asks the rules whose each age is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.language.age_linking import comparing, corrections, zodiac
from bot.language.age_linking.focus import Focus
from bot.language.age_linking.items import AgeItem, find_items
from bot.language.age_linking.place import Item, Place, Verdict
from bot.language.age_linking.rules import RULES
from bot.language.age_linking.scene import Scene
from bot.language.ages import from_year
from bot.language.cues import repeatable
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.generations import generation
from bot.language.mentions import Mention
from bot.language.people import Reference

_LISTED = re.compile(rf"^(?:[、,\s/:+&]|{repeatable('age_list_words')})*$")
_BIRTH_FOLLOWS = re.compile("(?:又|才|刚)*生[了下个]")
_FAR = 3
_LATEST_PARENT = 55  # years
_NO_AGE = 70  # years: nobody who asks for a young family is as old


class AgeLinker:
    """Reads the ages of one message into the draft; `links` tells which age went to whom."""

    def __init__(
        self,
        text: str,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        mentions: Sequence[Mention],
        as_of: date,
    ) -> None:
        self.scene = Scene(text, draft, tuple(references), mentions, as_of)

    @property
    def links(self) -> Sequence[tuple[AgeItem, list[MemberDraft]]]:
        return self.scene.given

    def read(self) -> None:
        """Give out all ages of the message."""
        scene = self.scene
        items: list[Item] = [*scene.references, *find_items(scene.text, scene.mentions)]
        items.sort(key=lambda item: item.start)
        comparing.mark_comparators(scene, items)
        walk(scene, items)
        corrections.swap(scene)
        years_of_young_parents(scene)
        comparing.resolve(scene)
        zodiac.resolve(scene)


def walk(scene: Scene, items: Sequence[Item]) -> None:
    """Keep whom the sentence is about; give each run of ages away and go on behind it."""
    focus = Focus(scene)
    i = 0
    while i < len(items):
        item = items[i]
        if isinstance(item, Reference):
            focus.name(item)
            i += 1
        elif item.relative:
            comparing.note(scene, item, focus.group, items[i - 1] if i else None)
            i += 1
        else:
            run = run_of(scene, item, items[i + 1 :])
            i += len(run)
            owners = focus.owners(run)
            run = birth_years(scene, run, owners)
            if link(Place(scene, run, owners, items[i:])) is Verdict.DONE:
                focus.close()


def birth_years(scene: Scene, run: list[AgeItem], owners: Sequence[Reference]) -> list[AgeItem]:
    """我92年的，老公93: after a year of birth, a number no such person is old is a year too."""
    told_by_year = bool(scene.given) and scene.given[-1][0].value.source == "birth"
    members = [m for r in owners for m in r.members]
    if not told_by_year or not members or any((generation(m) or 0) > 0 for m in members):
        return run
    found = []
    for age in run:
        born = None
        if age.bare and age.value.min >= _NO_AGE and age.end - age.start == 2:
            born = from_year(1900 + age.value.min, scene.as_of, source="birth")
        found.append(age if born is None else replace(age, value=born))
    return found


def years_of_young_parents(scene: Scene) -> None:
    """我87老婆89儿子16年的: nobody has a child at seventy, so 87 is a year."""
    children = [m for m in scene.draft.children if m.age is not None and m.age.known]
    youngest = min((m.age.max for m in children if m.age is not None), default=None)
    if youngest is None:
        return
    for i, (age, owners) in enumerate(scene.given):
        adult = all(generation(m) == 0 and m.age == age.value for m in owners)
        late = age.value.known and age.value.min - youngest > _LATEST_PARENT
        if not (adult and late and age.bare and age.end - age.start == 2):
            continue
        born = from_year(1900 + age.value.min, scene.as_of, source="birth")
        if born is None:
            continue
        scene.given[i] = (replace(age, value=born), owners)
        for member in owners:
            member.age = born


def link(place: Place) -> Verdict:
    """The verdict of the first rule that takes the run."""
    for rule in RULES:
        verdict = rule(place)
        if verdict is not None:
            return verdict
    return Verdict.OPEN


def run_of(scene: Scene, first: AgeItem, rest: Sequence[Item]) -> list[AgeItem]:
    """The ages listed together with the first: 七岁和两岁半; 65、62."""
    run = [first]
    for item in rest:
        if not isinstance(item, AgeItem) or item.relative:
            break
        gap = scene.plain(run[-1].end, item.start)
        loose = item.bare and not first.bare and len(gap) > _FAR
        if loose or not _LISTED.match(gap) or _BIRTH_FOLLOWS.match(scene.text, item.end):
            break
        run.append(item)
    return run
