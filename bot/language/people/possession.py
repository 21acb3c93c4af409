"""Chains of possession: 老公的妈妈, 孩子他奶奶, 姐姐的两个孩子."""

from __future__ import annotations

import re

from bot.language.cues import cue_pairs, cue_words, cues
from bot.language.draft import MemberDraft
from bot.language.mentions import Mention, PersonWord
from bot.language.numerals import parse_number
from bot.language.people.cast import Cast, Naming, Reference
from bot.language.people.composition import compose
from bot.language.people.speaker import opposite

_LINK = re.compile(rf"^\s?{cues('possessive_links')}?\s?$")
_OWN_HEADS = cue_words("own_heads")
_GRANDS = cue_words("grandparent_words")
_IN_LAW_NAMES = cue_pairs("names_of_in_laws")
_ONLY_OWNERS = ("father", "mother", "uncle", "aunt")
_ELDERS = ("father", "mother", "father_in_law", "mother_in_law")
_GRANDPARENTS = {"grandfather", "grandmother"}
_PARENTS_AGE = range(45, 80)
_ELDERLY = re.compile(
    r"[^,。;\d]{0,4}?,?都?(?P<n>\d\d|[五六七八九]十[一二三四五六七八九]?)(?![\d万千kw元块年%])"
)
_CARING = re.compile(rf"(?:都|一直|在|过来|也)*{cues('caring_verbs')}")
_PARENT_SAID = re.compile(r"(?:不|没|跑|走了|另|又|常年|从来|早就)")  # 女儿爸爸不管的
_COUPLE = ("spouse", "partner", "self")
_PARENTS = {"father", "mother", "grandfather", "grandmother"}
_OF_PRONOUN = (*sorted(_PARENTS), "brother", "sister", "spouse", "partner")
_OF_CHILD = ("grandfather", "grandmother", "uncle", "aunt")
_GRANDCHILDREN = ("grandson", "granddaughter", "grandchild")


def possessor(cast: Cast, naming: Naming) -> MemberDraft | None:
    """Whose relative a family word names, when it is not the speaker's own."""
    last, previous = cast.last, naming.previous
    children_own = of_the_children(cast, naming)
    if children_own is not None and not _LINK.match(cast.gap(naming)):
        return children_own
    if previous is None or last is None or last.end != previous.end:
        return None
    if _counterpart(cast, naming, last):
        return cast.chain_owner
    gap = cast.gap(naming)
    parents_of = _their_parents(cast, naming, last, gap)
    if parents_of is not None:
        return parents_of
    if not _LINK.match(gap) or len(last.members) != 1 or last.word.form == "self":
        return _shared(cast, naming)
    if _own(naming):
        return None
    if last.word.form == "pronoun":
        owner = (
            _of_the_same_child(cast, naming)
            or _of_the_spouse(cast, naming, last)
            or _of_the_same(cast, naming, last)
            or _grandchild(cast, naming, last)
            or _child_of_the_couple(cast, naming, last)
        )
        if owner is not None:
            return owner
    return _beside(cast, naming, last, explicit=bool(gap.strip()))


def _beside(cast: Cast, naming: Naming, last: Reference, *, explicit: bool) -> MemberDraft | None:
    """老公的妈妈 is a chain; two family words side by side only when they are close."""
    owner, word = last.members[0], naming.word
    child_of = owner.is_child and _PARENT_SAID.match(naming.after) is not None
    parent = {relation for relation, _sex in word.targets} <= {"father", "mother"}
    if not explicit and not (child_of and parent) and not _close(owner, last.word, word):
        return _shared(cast, naming)
    return owner if word.form == "kin" or explicit else None


def _their_parents(cast: Cast, naming: Naming, last: Reference, gap: str) -> MemberDraft | None:
    """他们爷爷 is the children's grandfather."""
    children = cast.draft.children or [
        m for m in cast.draft.members if m.relation in _GRANDCHILDREN
    ]
    if last.word.word not in ("他们", "她们") or gap or not children or naming.word.form != "kin":
        return None
    return children[0] if {r for r, _ in naming.word.targets} <= _PARENTS else None


def _own(naming: Naming) -> bool:
    """老公我妈: the speaker's own."""
    return naming.word.word.startswith(_OWN_HEADS) or naming.text[naming.start] in _OWN_HEADS


def _of_the_same(cast: Cast, naming: Naming, last: Reference) -> MemberDraft | None:
    """老公他爸…他妈: both are the husband's, though his father stands nearer."""
    before = cast.references[-2].members if len(cast.references) > 1 else []
    parent = naming.word.targets[0][0] in ("father", "mother")
    return cast.chain_owner if parent and last.members[0] in before else None


def _of_the_same_child(cast: Cast, naming: Naming) -> MemberDraft | None:
    """孩他爷爷74他奶奶72: both are grandparents of the child."""
    return cast.shared_owner if naming.word.word in _GRANDS else None


def _counterpart(cast: Cast, naming: Naming, last: Reference) -> bool:
    """老婆的爸爸64，妈妈62: the other parent of the same owner."""
    owner, targets = cast.chain_owner, naming.word.targets
    if owner is None or owner.relation not in _COUPLE[:2] or len(targets) != 1 or _own(naming):
        return False
    pair = {targets[0][0], last.word.targets[0][0] if last.word.targets else ""}
    chained_last = len(last.members) == 1 and last.members[0].relation.endswith("_in_law")
    return chained_last and pair == {"father", "mother"} and naming.word.form == "kin"


def _of_the_spouse(cast: Cast, naming: Naming, last: Reference) -> MemberDraft | None:
    """我爱人…我爸妈67，她爸妈65: the spouse's; a parent's parents have a word of their own."""
    spouse = cast.draft.find("spouse") or cast.draft.find("partner")
    parents = {relation for relation, _sex in naming.word.targets} <= {"father", "mother"}
    if spouse is None or not parents or last.members[0].relation not in _ELDERS:
        return None
    sex = {"他": "male", "她": "female"}.get(last.word.word)
    if spouse.sex not in (None, sex):
        return None
    spouse.sex = spouse.sex or sex
    return spouse


def _grandchild(cast: Cast, naming: Naming, last: Reference) -> MemberDraft | None:
    """外孙6岁我和老头子带，他妈妈34: in a family with grandchildren, 他 is the grandchild."""
    parent = naming.word.targets[0][0] in ("father", "mother")
    couple = last.members[0].relation in _COUPLE
    grandchildren = [m for m in cast.draft.members if m.relation in _GRANDCHILDREN]
    return grandchildren[0] if parent and couple and grandchildren else None


def _child_of_the_couple(cast: Cast, naming: Naming, last: Reference) -> MemberDraft | None:
    """老公36，他奶奶: in a family with children, 他 is the child."""
    owner, children = last.members[0], cast.draft.children
    if naming.word.word not in _GRANDS or not children or owner.relation not in _COUPLE:
        return None
    return children[0]


def _shared(cast: Cast, naming: Naming) -> MemberDraft | None:
    """孩子的爷爷…奶奶…: later grandparents belong to the same child."""
    if naming.text[naming.start] in _OWN_HEADS:
        return None
    return cast.shared_owner if naming.word.word in _GRANDS else None


def of_the_children(cast: Cast, naming: Naming) -> MemberDraft | None:
    """娃5岁，爷爷奶奶65: beside children, not old enough to be the speaker's own, or caring."""
    relations = {relation for relation, _sex in naming.word.targets}
    if not relations or not relations <= _GRANDPARENTS or not cast.draft.children:
        return None
    if naming.text[naming.start] in _OWN_HEADS or not _speaks_as_parent(cast):
        return None
    age = _ELDERLY.match(naming.after)
    young = age is not None and parse_number(age["n"]) in _PARENTS_AGE
    return cast.draft.children[0] if young or _CARING.match(naming.after) else None


def _speaks_as_parent(cast: Cast) -> bool:
    """我 or a spouse stands in the message, so that the children are the speaker's."""
    return any(m.relation in ("self", "spouse") for m in cast.draft.members)


def _close(owner: MemberDraft, first: PersonWord, second: PersonWord) -> bool:
    """Whether two kin words side by side are a chain (老公爷爷, 孩子奶奶) and not a list."""
    relation = second.targets[0][0] if second.targets else ""
    if first.form == "pronoun":
        return relation in _OF_PRONOUN
    if owner.is_child and first.form == "ordinal" and second.word.startswith("媳妇"):
        return True
    if owner.is_child:
        return relation in _OF_CHILD and first.form in ("kin", "ordinal")
    if owner.relation in _GRANDCHILDREN:
        return relation in ("father", "mother")
    if owner.relation in ("brother", "sister"):
        return relation == "spouse" or second.form == "children"
    return False


def chained(cast: Cast, naming: Naming, owner: MemberDraft) -> Reference:
    """The reference of a whole chain; an owner named only as such is no member."""
    if cast.shared_owner is owner or cast.last is None or not _LINK.match(cast.gap(naming)):
        return naming.reference(composed(cast, naming.word, owner))
    cast.shared_owner = owner if owner.is_child else None
    cast.chain_owner = owner
    last = cast.references.pop()
    alone = _only_owner(cast, last, owner)
    if not alone:
        cast.references.append(last)
    whole = alone and last.word.form in ("kin", "ordinal", "pronoun")
    span = Mention(last.start if whole else naming.start, naming.mention.end, "person", naming.word)
    return Reference(span, composed(cast, naming.word, owner), naming.word)


def _has_a_say(owner: MemberDraft) -> bool:
    """Whether the owner is more than an owner: the sex in 女儿 or 妈妈 says nothing."""
    return owner.told if owner.is_child or owner.relation in _ONLY_OWNERS else not owner.empty


def _only_owner(cast: Cast, last: Reference, owner: MemberDraft) -> bool:
    """孩子的奶奶: nothing is said of the child, so it is no member (a spouse stays one)."""
    if last.word.form == "pronoun":
        return True
    if last.word.form not in ("kin", "ordinal") or _has_a_say(owner) or cast.names(owner):
        return False
    if owner.relation not in ("spouse", "self"):
        cast.draft.members.remove(owner)
    return True


def composed(cast: Cast, word: PersonWord, owner: MemberDraft) -> list[MemberDraft]:
    """The members that the chain ends at, as the speaker calls them."""
    members: list[MemberDraft] = []
    for relation, sex in word.targets:
        target, guessed = compose(owner, relation, word.side, _own_sex(cast))
        if relation == "spouse" and sex is None and owner.sex:
            sex = opposite(owner.sex)
        if target in {m.relation for m in members}:
            member = cast.draft.add(target, sex)
        elif target == "other":
            member = _other(cast, owner, relation, sex)
        else:
            member = cast.draft.get(target, sex if target != "self" else None)
        if guessed:
            member.guess("relation")
        members.append(member)
    return members


def _other(cast: Cast, owner: MemberDraft, relation: str, sex: str | None) -> MemberDraft:
    """老公的弟弟: somebody without a relation of their own; 小叔子 is the same one."""
    name = _IN_LAW_NAMES.get(
        f"{owner.sex} {owner.relation} {relation}", f"{owner.relation} {relation}"
    )
    for member in cast.draft.members:
        if member.relation == "other" and member.facts.get("_word") == name:
            return member
    member = cast.draft.add("other", sex)
    member.facts["_word"] = name
    return member


def _own_sex(cast: Cast) -> str | None:
    """The speaker's sex: said, or the other one than the spouse's."""
    spouse = cast.draft.find("spouse")
    if cast.sex_of_speaker is None and spouse is not None and spouse.sex:
        return opposite(spouse.sex)
    return cast.sex_of_speaker
