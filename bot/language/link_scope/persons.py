"""What is said of a person as such: ordered rules, of which the first that applies decides."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from bot.language.cues import cues, repeatable
from bot.language.leaving_out import LEFT_OUT_AFTER, LEFT_OUT_BEFORE
from bot.language.link_scope.health import says_well
from bot.language.link_scope.state import Scope, leave_out

_CAUSE = rf"[\u4e00-\u9fff]{{0,5}}{cues('causes_of_death')}"
_LONG_AGO = r"(?:\d+|[一二两三四五六七八九十几]+)[多来]?个?[年月](?:多|前|以前|之前){0,2}"
_DEAD = re.compile(
    rf"(?:{cues('before_death')}|{_CAUSE}|{_LONG_AGO}|\s){{0,5}}"
    rf"(?:{cues('deaths')}(?!{cues('no_death')})|没的(?=[,。;!?\s]|$))"
)
_SURELY_DEAD = re.compile(
    rf"[^\W\d爸妈爷奶公婆哥姐弟妹儿女娃我他她]{{0,8}}{cues('sure_deaths')}(?!{cues('no_death')})"
)
_ALL_DEAD = re.compile(
    rf"(?<=[,。;])(?:他们|两人|俩人|两个人|二老)?都{cues('before_death')}{{0,3}}{cues('deaths')}"
    rf"(?!{cues('no_death')})"
)
_DEAD_BEFORE = re.compile(rf"{cues('dead_before')}$")
_EXCEPT = re.compile(rf"{cues('except_before')}$|{LEFT_OUT_BEFORE}")
_BESIDE = 4
_NOT_FOR = re.compile(
    rf"(?:{repeatable('left_out_leads')}|\d{{1,2}}岁?)*(?:{cues('left_out')}"
    rf"|不用(?!{cues('needless_things')})|不要(?!{cues('unwanted_things')}))"
    rf"|{LEFT_OUT_AFTER}"
)
_NOT_FOR_LATER = re.compile(rf"[^,。;!?我他她]{{0,7}}{cues('left_out_later')}")
_ONLY = re.compile(
    rf"{cues('only_adverbs')}{cues('only_for')}$"
    rf"|{cues('only_short_adverbs')}{cues('only_short_for')}{cues('scope_speaker_words')}?$"
)
_ALL_BUT = re.compile(rf"[^,。;!?他她啥什]{{0,6}}{cues('all_but')}")
_ONE_PERSON = re.compile(
    rf"[他她]?{cues('one_person')}?(?:{cues('buy_verbs')}|[吧了]?(?=[,。;!]|$))"
)
_ONLY_SELF = re.compile(
    rf"{cues('only_self_adverbs')}想?给?我{cues('alone')}{cues('buy_for_self')}|{cues('only_self')}"
)


def read_dead_together(scope: Scope) -> None:
    """外婆胃癌，外公冠心病，都已经过世: of everyone named in the sentence."""
    for match in _ALL_DEAD.finditer(scope.text):
        members = scope.owners(match.end(), match.end())
        leave_out(members, "deceased")
        scope.placed.append((*match.span(), "deceased", members))


def read_persons(scope: Scope) -> None:
    """Each person by the first rule that applies; then whoever is left out by 只给."""
    for i in range(len(scope.references)):
        if scope.references[i].members:
            any(rule(scope, i) for rule in PERSON_RULES)
    me = scope.draft.find("self")
    if me is not None and _ONLY_SELF.search(scope.text):
        scope.only = [me]
    if scope.only:
        leave_out([m for m in scope.draft.members if m not in scope.only], "excluded")


def _outsider(scope: Scope, i: int) -> bool:
    """我同事买了重疾险: not of the family."""
    reference = scope.references[i]
    if reference.word.form != "outsider":
        return False
    scope.placed.append((reference.start, reference.end, "not_family", reference.members))
    return True


def _deceased(scope: Scope, i: int) -> bool:
    """我爸前年去世了, 我爸肺癌走的, 已故的父亲."""
    said = scope.after(i, 24)
    dead = any((_DEAD.match(said), _SURELY_DEAD.match(said), _DEAD_BEFORE.search(scope.before(i))))
    if dead:
        scope.leave(i, scope.references[i].members, "deceased")
    return dead


def _excepted(scope: Scope, i: int) -> bool:
    """除了我爸妈; but 除了我爸有痛风，全家都没毛病 only tells who is not well."""
    excepted = _EXCEPT.search(scope.before(i)) is not None and not _except_well(scope, i)
    if excepted and _by_somebody_else(scope, i):
        return False
    if excepted:
        scope.leave(i, scope.members(scope.joined_on(i)), "excluded")
    return excepted


def _by_somebody_else(scope: Scope, i: int) -> bool:
    """前夫不管孩子: it is somebody outside who does not care, nobody is left out."""
    if i == 0 or scope.references[i - 1].word.form != "outsider":
        return False
    earlier = scope.references[i - 1]
    return not earlier.members and scope.references[i].start - earlier.end <= _BESIDE


def _except_well(scope: Scope, i: int) -> bool:
    """除了我爸有点痛风，全家都没毛病; 除了我，家里人都有新农合: nobody is left out."""
    end = scope.references[i].end
    rest = re.match(r"[^,。;!?]*,([^,。;!?]*)", scope.text[end:])
    return rest is not None and (says_well(rest[1]) or _ALL_BUT.match(rest[1]) is not None)


def _left_out(scope: Scope, i: int) -> bool:
    """爸妈年纪大了不用买."""
    if scope.references[i].speaker:
        return False
    left_out = _NOT_FOR.match(scope.after(i)) is not None or _left_out_later(scope, i)
    if left_out:
        scope.leave(i, scope.members(scope.joined_back(i)), "excluded")
    return left_out


def _left_out_later(scope: Scope, i: int) -> bool:
    """儿子在国外不用买: a reason may stand between."""
    reference = scope.references[i]
    if reference.word.form == "self":
        return False
    following = itertools.islice(scope.references, i + 1, None)
    later = (r.start for r in following if r.start >= reference.end)
    rest = scope.after(i)[: next(later, len(scope.text)) - reference.end]
    return _NOT_FOR_LATER.match(rest) is not None


def _only_one(scope: Scope, i: int) -> bool:
    """只给老婆和孩子买."""
    if _ONLY.search(scope.before(i)) is None:
        return False
    joined = scope.joined_on(i)
    only = _ONE_PERSON.match(scope.after(joined[-1], 8))
    if only:
        scope.only.extend(scope.members(joined))
    return bool(only)


PERSON_RULES: tuple[Callable[[Scope, int], bool], ...] = (
    _outsider,
    _deceased,
    _excepted,
    _left_out,
    _only_one,
)
