"""Who is said to be well."""

from __future__ import annotations

import re

from bot.language.clauses import last_clause, last_sentence
from bot.language.cues import cues
from bot.language.draft import MemberDraft
from bot.language.link_scope.state import Scope

_NO_AILMENT = rf"没{cues('any_words')}?{cues('ailments')}"
_NO_KIND = rf"{cues('no_illness')}{cues('illness_kinds')}{{0,3}}{cues('illnesses')}"
_END = r"(?=[,。;!\s]|$|的(?:[,。;!\s]|$)|啊|呢|呀)"
# Ways to say that somebody is well; at one place the first wins.
HEALTHY_FORMS = (
    # 身体一直很好; not 身体好转
    rf"{cues('well_subjects')}{cues('well_adverbs')}{{0,6}}"
    rf"(?:好(?!好|转|久|不|像)|行(?!不)|{cues('well_words')}|{_NO_AILMENT})",
    r"(?<!不)健健康康",
    cues("well_phrases"),
    # 没有任何病史; not 没有病历
    rf"(?<!有){_NO_KIND}(?!{cues('illness_compounds')})",
    # 体检一切正常
    rf"{cues('checkups')}{cues('checkup_adverbs')}{{0,4}}{cues('checkup_good')}",
    # 都健康; not 健康告知
    rf"{cues('healthy_adverbs')}健康(?!{cues('healthy_compounds')})",
    # 硬朗得很; 长得结实
    rf"(?<!不){cues('sturdy')}|{cues('sturdy_adverbs')}{cues('sturdy_things')}(?!{cues('healthy_compounds')})",
    # 啥毛病都没有, 一点病没有
    r"(?:啥|什么|一点|半点)大?(?:毛?病|事|问题|基础病)(?:都|也)?(?:没有?|无)",
    # 没大毛病, at the end of a clause
    rf"没(?:有|{cues('any_words')})?大?(?:毛病|问题|病|事){_END}",
    # 我妈健康, 爸65岁健康
    r"(?<=[岁人我他她亲妈爸公婆爷奶父母哥姐弟妹宝娃儿子女\d十一二三四五六七八九])[很挺也都]?健康(?=[,。;、/)\s\d一二三四五六七八九]|$)",
    # 岳母(69/健康), 60，健康
    r"(?:(?<=[\d岁十][/,、\s(:|-])|(?<=[一二三四五六七八九][/,、\s(:|-]))健康(?=[,。;、/)|\s]|$)",
    # 爸妈都挺好
    rf"(?<=[岁亲妈爸公婆爷奶哥姐弟妹儿女娃宝人俩们他她]){cues('good_adverbs')}{{1,3}}好(?:着|得很|的)?{_END}",
)
_HEALTHY = re.compile("|".join(HEALTHY_FORMS))
_UNWELL = re.compile(cues("unwell"))
_REMAINDER = re.compile(rf"{cues('remainder')}{cues('remainder_tails')}{{0,4}}$")
_WISHED = re.compile(cues("wished_health"))
_ASKED = re.compile(cues("question_particles"))
_NOTHING_BAD = re.compile(cues("nothing_bad"))
_RATHER_WELL = re.compile(rf"{cues('good_adverbs')}{{1,3}}好")
_BESIDES = re.compile(cues("besides"))
_EXCEPT_ILLNESS = re.compile(r"除[了去开]?[^,我]+,[^,]*$")
_THE_OTHERS = re.compile(
    rf"{cues('the_others')}的?{cues('family_members')}{{1,2}}{cues('the_others_adverbs')}{{0,4}}$"
)
_WHOLE_FAMILY = re.compile(rf"{cues('whole_family')}(?:人|身体|的)?[^,]{{0,6}}$")
_EXCEPT = re.compile(rf"{cues('except_before')}$")
_NO_ILLNESS = frozenset({"smoking", "drinking", "cesarean", "family_history", "common_cold"})
_EVERYONE = re.compile(cues("certainly_everyone"))


def says_well(clause: str) -> bool:
    """Whether a clause says that somebody is well."""
    return _HEALTHY.search(clause) is not None


def read_health(scope: Scope) -> None:
    """全家身体健康; not 身体健康吗, and not 别的没毛病 after an illness."""
    for match in _HEALTHY.finditer(scope.text):
        asked = _ASKED.match(scope.text, match.end())
        remainder = _REMAINDER.search(scope.text[: match.start()])
        wished = _WISHED.search(last_clause(scope.text[: match.start()]))
        if asked or remainder or wished or _UNWELL.match(match[0]):
            continue
        members = _insured(_well(scope, match))
        for member in members:
            if not _contradicted(scope, member, match):
                member.facts["healthy"] = True
                member.sources["healthy"] = scope.original.said(*match.span())
        scope.placed.append((match.start(), match.end(), "healthy", members))


def _insured(members: list[MemberDraft]) -> list[MemberDraft]:
    """爸妈就不算了，我37爱人36，都健康: of those who are left out nothing more is told."""
    return [m for m in members if m.facts.get("insure", True)] or members


def _contradicted(scope: Scope, member: MemberDraft, match: re.Match[str]) -> bool:
    """囊肿，医生说没事; 除了老寒腿啥事没有: of somebody ill it does not say that they are well."""
    if not _ill(member):
        return False
    said = scope.text[: match.start()]
    besides = _BESIDES.search(last_clause(said)) or _EXCEPT_ILLNESS.search(last_sentence(said))
    return bool(besides or _NOTHING_BAD.match(match[0]) or _RATHER_WELL.match(match[0]))


def _well(scope: Scope, match: re.Match[str]) -> list[MemberDraft]:
    sentence = last_sentence(scope.text[: match.start()])
    if _THE_OTHERS.search(sentence):
        ill = _excepted(scope)
        return [m for m in scope.draft.members if not _ill(m) and m not in ill]
    if _WHOLE_FAMILY.search(sentence + match[0]):
        family = _family(scope, sentence, match.start())
        if family is not None:
            return family
    return scope.owners(match.end(), match.end())


def _family(scope: Scope, sentence: str, start: int) -> list[MemberDraft] | None:
    """我们 may be the two just named; 全家 is everyone who is to be insured."""
    near = [
        r
        for r in scope.references
        if r.end <= start and r.members and not r.speaker and not r.comparator
    ]
    if near and len(near[-1].members) > 1 and not _EVERYONE.search(sentence):
        return near[-1].members
    if len(scope.draft.members) > 1:
        ill = _excepted(scope)
        insured = [m for m in scope.draft.members if m.facts.get("insure", True)]
        return [m for m in insured if m not in ill and not _ill(m)]
    return None


def _excepted(scope: Scope) -> list[MemberDraft]:
    """除了我爸都没毛病: those of whom the contrary is meant."""
    indices = [i for i in range(len(scope.references)) if _EXCEPT.search(scope.before(i))]
    return [m for i in indices for m in scope.members(scope.joined_on(i))]


def _ill(member: MemberDraft) -> bool:
    """Whether an illness, not only a habit, is known of somebody."""
    return any(c["code"] not in _NO_ILLNESS for c in member.conditions)
