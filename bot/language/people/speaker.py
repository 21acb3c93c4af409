"""The speaker: 我 that asks or is insured, 自己, and the sex that the words give away."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.cues import cue_pairs, cues, repeatable
from bot.language.detection.limits import only_child_itself
from bot.language.mentions import Mention, PersonWord
from bot.language.people.cast import Cast, Naming, Reference

_OPPOSITE = {"male": "female", "female": "male"}
_SEX_BY_PARENTS_IN_LAW = {"maternal": "male", "paternal": "female"}
_IN_LAW = ("father_in_law", "mother_in_law", "other")
_ASKS = re.compile(
    rf"^\s?(?!给(?:别|人|公司|老板|领导|单位))(?:{cues('speaker_verbs')}|带着?(?=[,。]|$))"
)
_WITH = re.compile(rf"{cues('companions')}$")
_LIVING = re.compile(rf"{cues('living_together')}|今年\d|,(?!都|两|俩|我)")
_OBJECT = re.compile(rf"{cues('me_as_object')}$")
_MALE = re.compile(
    rf"我{cues('self_frame_male')}{repeatable('self_fillers_male')}*{cues('self_roles_male')}"
)
_FEMALE = re.compile(
    rf"我{cues('self_frame_female')}{repeatable('self_fillers_female')}*{cues('self_roles_female')}"
)
_GAVE_BIRTH = re.compile(rf"我{cues('birth_adverbs')}{{0,3}}{cues('gave_birth')}")
_OTHER_OWNER = re.compile(rf"{cues('other_owners')}的?$")
_ONLY_AGE = re.compile(r"(?:今年)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})岁?了?,")
_FIGURE = re.compile(r"(?:今年)?[\d一二三四五六七八九十]")
_BREAK = re.compile(cues("breaks_oneself"))
_EX_SPOUSES = cue_pairs("ex_spouses")
_ONLY_CHILD = re.compile("独生[子女](?!女)|独[子女](?!女)")
_NEAR = 8


def opposite(sex: str) -> str:
    """The other sex: the customer's couples are a man and a woman unless they say so."""
    return _OPPOSITE[sex]


def sex_of_speaker(text: str, people: Sequence[Mention]) -> str | None:
    """我是宝妈, 我老公, 我丈母娘: the sex that the speaker's own words give away."""
    if _MALE.search(text):
        return "male"
    if _FEMALE.search(text) or _GAVE_BIRTH.search(text):
        return "female"
    for match in _ONLY_CHILD.finditer(text):
        if only_child_itself(text, *match.span()):
            return "female" if match[0].endswith("女") else "male"
    for mention in people:
        if mention.data.form == "outsider":
            sex = _sex_by_former_spouse(text, mention)
            if sex:
                return sex
        if mention.data.form == "kin":
            sex = _sex_by_spouse(text, mention) or _sex_by_in_law(mention.data)
            if sex:
                return sex
    return None


def _sex_by_spouse(text: str, mention: Mention) -> str | None:
    """老公: the speaker is a woman; but 女儿的老公 says nothing of the speaker."""
    for relation, sex in mention.data.targets:
        before = text[max(0, mention.start - 4) : mention.start]
        if relation == "spouse" and sex and not _OTHER_OWNER.search(before):
            return opposite(sex)
    return None


def _sex_by_former_spouse(text: str, mention: Mention) -> str | None:
    """前妻: the speaker is a man; but 老公的前妻 says nothing of the speaker."""
    before = text[max(0, mention.start - 4) : mention.start]
    sex: str | None = _EX_SPOUSES.get(mention.data.word)
    return None if _OTHER_OWNER.search(before) else sex


def _sex_by_in_law(word: PersonWord) -> str | None:
    """丈母娘: the speaker is a man."""
    return _SEX_BY_PARENTS_IN_LAW.get(word.side or "") if word.targets[0][0] in _IN_LAW else None


def speaker(cast: Cast, naming: Naming) -> Reference:
    """我36, 我想问, 老公自己: `speaker` marks a 我 that only asks."""
    meant = _oneself(cast, naming)
    if meant is not None:
        return naming.reference(meant.members)
    member = cast.draft.get("self")
    if naming.word.sex:
        member.sex = naming.word.sex
        return naming.reference([member])
    return naming.reference([member], speaker=_only_asks(naming))


def _only_asks(naming: Naming) -> bool:
    """我想给孩子买, 跟我住: no fact about the speaker follows."""
    before = naming.before(_NEAR)
    lives_with = _WITH.search(before) and _LIVING.match(naming.after)
    acted_on = _OBJECT.search(before) and not naming.after[:1].isdigit()
    return bool(_ASKS.match(naming.after) or lives_with or acted_on)


def _oneself(cast: Cast, naming: Naming) -> Reference | None:
    """老公有社保自己没买, 老公35岁，自己开店: 自己 is whoever was named just before."""
    last = cast.last
    if naming.word.word != "自己" or last is None or last.speaker:
        return None
    between = cast.gap(naming)
    if _ONLY_AGE.fullmatch(between):
        return None if _FIGURE.match(naming.after) else last
    return last if len(between) <= _NEAR and not _BREAK.search(between) else None
