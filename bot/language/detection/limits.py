"""Where a family word is no person: 娘家, 儿科, 保障对象, a form of address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.language.cues import cue_pairs, cue_words, cues
from bot.language.detection.finders import kin_words
from bot.language.mentions import PersonWord
from bot.language.words import cuts_words, inside_word

_NEVER_FOLLOWED = cue_pairs("never_followed_by")
_NEEDS_OWNER = cue_words("needs_owner")
_OWN_HEADS = cue_words("own_heads")
_BEFORE_HUSBAND = ("", *cue_words("before_husband"))
_GRANDPARENTS = ("爷", "奶")
_ONLY_CHILDREN = cue_words("only_children")
_BEFORE_ONLY_CHILD = ("", *cue_words("before_only_child"))
_ADDRESS = cue_words("address_words")
_DAUGHTERS = cue_words("daughters_by_address")
_OPENS = re.compile(r"(?:^|[,。;、\s])(?:我?家里的?|我?是|本人|家中)?$")
_CLOSES = re.compile(r"(?:[,。;!、](?!\d|今年|才|[一二三四五六七八九十两]+岁)|\s(?!\d)|$)")
_TENS = "零十百二三四五六七八九"
_AUNTS = ("大娘", "大妈", "大爷", "阿姨", "叔叔")
_AGED = re.compile(r"(?:今年)?(?:\d\d|[三四五六七八九]?十)(?!\d)")
_PARENT = re.compile(r"爸|妈|父母|父亲|母亲|爹|娘|二老|双亲")
_COUPLE = re.compile(r"老公|老婆|丈夫|妻子|媳妇|爱人|先生|太太")
_RAISING = re.compile(rf"{cues('raising_verbs')}$")
_PLAIN_NOUNS = cue_words("plain_nouns")
_BIRTHS = cue_words("birth_words")
_OBJECTS = re.compile(rf"{cues('objects_of')}的?$")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_SAID_AFTER_NOUN = re.compile(r"[\d,一二三四五六七八九十]|今年|才")
_SAID_AFTER_BIRTH = re.compile(r"[是今才刚也在上男女\d]")


@dataclass(frozen=True)
class Candidate:
    """A family word in its place; `owned`: 我 or the like stands before it."""

    text: str
    start: int
    word: str
    owned: bool

    @property
    def entry(self) -> PersonWord:
        entry: PersonWord = kin_words().entries[self.word]
        return entry

    @property
    def end(self) -> int:
        return self.start + len(self.word)

    @property
    def before(self) -> str:
        """The character before the word."""
        return self.text[max(0, self.start - 1) : self.start]

    @property
    def after(self) -> str:
        """The character after the word."""
        return self.text[self.end : self.end + 1]

    def left(self, width: int) -> str:
        return self.text[max(0, self.start - width) : self.start]


# A limit says whether the word is a person here, or None when it has no say.
Limit = Callable[[Candidate], "bool | None"]


def may_be_person(candidate: Candidate) -> bool:
    """The verdict of the first limit that has a say; without one, the word is a person."""
    for limit in _LIMITS:
        verdict = limit(candidate)
        if verdict is not None:
            return verdict
    return True


def _other_word(c: Candidate) -> bool | None:
    """娘家, 女性, 儿科: the next character makes it another word; but 我妈的 is my mother's."""
    if c.after == "的" and c.before in _OWN_HEADS:
        return None
    return False if c.after and c.after in _NEVER_FOLLOWED.get(c.word, "") else None


def _lone_character(c: Candidate) -> bool | None:
    """女, 儿, 宝: a label, or part of something else (see sexes)."""
    owned = c.owned or (c.before in ("他", "她") and c.word in _GRANDPARENTS)
    return False if c.word == "女" or (c.word in _NEEDS_OWNER and not owned) else None


def _bound(c: Candidate) -> bool | None:
    """哥8岁弟3岁: without an owner only before a number."""
    if c.owned or c.entry.owned or c.entry.form != "kin":
        return None
    return bool(_NUMERAL.match(c.after)) and c.before not in ("", *"小老大表堂")


def _only_child(c: Candidate) -> bool | None:
    """独子8岁; but 我老公独子 says it of the husband."""
    if c.word not in _ONLY_CHILDREN:
        return None
    if only_child_itself(c.text, c.start, c.end):
        return False
    return c.owned or c.before in _BEFORE_ONLY_CHILD


def only_child_itself(text: str, start: int, end: int) -> bool:
    """…，独生女，爸57: alone in its clause beside the own parents, it is the speaker."""
    alone = _OPENS.search(text[:start]) and _CLOSES.match(text, end)
    return bool(alone) and _PARENT.search(text) is not None and not _COUPLE.search(text)


def _mister(c: Candidate) -> bool | None:
    """王先生 is an address, 和先生 the husband."""
    if c.word != "先生" or c.owned or c.before in _BEFORE_HUSBAND:
        return None
    aged = c.before.isdigit() and re.match(r"[\d,]|今年|也|比", c.text[c.end :])
    return None if aged else False


def _address(c: Candidate) -> bool | None:
    """大爷, 姑娘: a form of address, except a daughter of whom something is said."""
    if c.word not in _ADDRESS or c.owned:
        return None
    if c.word in _AUNTS and _AGED.match(c.text[c.end :]) and c.start:
        return None
    return c.word in _DAUGHTERS and not re.match(r",|我", c.text[c.end :] or ",")


def _only_me(c: Candidate) -> bool | None:
    """子女就我一个: the speaker, no child."""
    return False if c.word == "子女" and c.text.startswith(("就我", "只有我"), c.end) else None


def _after_numeral(c: Candidate) -> bool | None:
    """六十二老伴: no 二老 after a numeral."""
    return False if c.word.startswith("二老") and c.before in _TENS and c.before else None


def _in_general(c: Candidate) -> bool | None:
    """我们当父母的: a role, nobody in particular."""
    several = c.entry.form == "kin" and len(c.entry.targets) > 1
    if several and not c.owned and c.before == "," and c.text.startswith("离异", c.end):
        return False
    return False if several and c.before in ("当", "做") and c.after == "的" else None


def _adjective(c: Candidate) -> bool | None:
    """拉扯大的: 大的 belongs to the verb."""
    ordinal = c.entry.form == "ordinal" and c.word.endswith("的")
    if ordinal and c.left(2) == "下有" and "有老" in c.left(6):
        return False  # 上有老下有小的中年人
    return False if ordinal and _RAISING.search(c.left(2)) else None


def _plain_noun(c: Candidate) -> bool | None:
    """小儿5岁, not 小儿推拿."""
    return bool(_SAID_AFTER_NOUN.match(c.text, c.end)) if c.word in _PLAIN_NOUNS else None


def _birth(c: Candidate) -> bool | None:
    """二胎刚满月, not 二胎家庭."""
    return bool(_SAID_AFTER_BIRTH.match(c.after)) if c.word in _BIRTHS else None


def _object(c: Candidate) -> bool | None:
    """保障对象 is no partner."""
    return not _OBJECTS.search(c.left(3)) if c.word == "对象" and not c.owned else None


def _part_of_word(c: Candidate) -> bool | None:
    """A short family word inside a longer dictionary word."""
    short = len(c.word) <= 2 and not c.owned
    if cuts_words(c.text, c.start, c.end):
        return False
    return False if short and inside_word(c.text, c.start, c.end) else None


def _girl(c: Candidate) -> bool | None:
    """闺女,我想问: a form of address before 我 or 你."""
    called = c.word == "闺女" and c.text[c.end : c.end + 2] in (" 我", ",我", ",你", " 你")
    return False if called else None


_LIMITS: tuple[Limit, ...] = (
    _other_word,
    _lone_character,
    _bound,
    _only_child,
    _mister,
    _address,
    _only_me,
    _after_numeral,
    _in_general,
    _adjective,
    _plain_noun,
    _birth,
    _object,
    _part_of_word,
    _girl,
)
