"""Gives every age to its owner: lists, collectives, ages before and after the person."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.language.ages import AgeValue, intersection, shifted, years
from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.mentions import Mention
from bot.language.numerals import parse_number
from bot.language.people import Reference

_SENTENCE = re.compile(r"[。!?;\n]")
_LIST = re.compile(
    r"^(?:[、,\s和跟与及/:+&]|一个|另外一个|另一个|另外|还有一?个?|小的|大的|才|也|今年|刚|是|都|分别|又|的|一|个|了|岁|再加|那个|呢)*$"
)
_JOIN = re.compile(
    r"^(?:[、,\s和跟与及/+&]|还有|以及|加上|再加上?|带上?|外加|一个|有个|有一个|们)*$"
)
_FORWARD = re.compile(r"^\s?(?:的|大的|多的|了的)\s?(?:一个|俩|两个|小)?$")
_NEGATED = re.compile(r"(?:不是|并非)\s?$")
_INSTEAD = re.compile(
    r"^(?:,|\s)*(?:哦|噢|啊|呃)?(?:不对|不是|说错了?|错了|应该是|记错了?|搞错了?|更正)(?:,|\s|哦|是|应该是|了|我)*$"
)
_ALL = re.compile(r"都|均|全|各|俩|两个|二位|一样")
_BREAK = re.compile(
    r"(?:有个|有一个|有|带个|带着?一?个?|养了?个?|生了?个?|还有个|加个|加一个|一个)$"
)
_BARE = re.compile(
    r"(?:(?<![\d.\-/a-z十百千零一二三四五六七八九第])|(?<=老[二三四]))(?P<n>\d{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?(?![零一二三四五六七八九十]))"
    r"(?!\d|[.\-/]\d|\s?[万千wk百块元个口位份斤厘毫天号级类薪%度次支包米项种件台套条篇只后来几多型项里成]|公[斤分里]|\s?年(?!轻)|\s?月(?![入薪收])|\s?周(?!岁)|[a-z]|分|路|线|时|点(?!了)|月(?![入薪收])|人(?!员)|家(?!庭|里|在|务|带))"
)


@dataclass
class AgeItem:
    start: int
    end: int
    value: AgeValue
    bare: bool = False


def bare_numbers(text: str, mentions: Sequence[Mention]) -> list[AgeItem]:
    """Numbers that may be ages when a person stands beside them."""
    taken = [False] * len(text)
    for mention in mentions:
        taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    found = []
    for match in _BARE.finditer(text):
        start, end = match.span("n")
        value = parse_number(match["n"])
        if any(taken[start:end]) or not isinstance(value, int) or value > 110:
            continue
        age = years(value)
        if age is not None:
            found.append(AgeItem(start, end, age, bare=True))
    return found


@dataclass
class _Pending:
    member: MemberDraft
    other: MemberDraft | None
    delta: int
    said: str


class AgeLinker:
    """Walks persons and ages from left to right."""

    def __init__(
        self,
        text: str,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        mentions: Sequence[Mention],
        as_of: date,
    ) -> None:
        self.text, self.draft, self.as_of = text, draft, as_of
        self.references = list(references)
        self.mentions = mentions
        self.aged: list[MemberDraft] = []
        self.pending: list[_Pending] = []
        self.links: list[tuple[AgeItem, list[MemberDraft]]] = []
        self.consumed: set[int] = set()

    def read(self) -> None:
        ages = [AgeItem(m.start, m.end, m.data) for m in self.mentions if m.kind == "age"]
        ages += bare_numbers(self.text, self.mentions)
        items: list[Reference | AgeItem] = [*self.references, *ages]
        items.sort(key=lambda x: x.start)
        items = self._without_comparators(items)
        self._walk(items)
        self._resolve_relative()
        self._resolve_signs()

    # --- comparisons ----------------------------------------

    def _without_comparators(self, items: list[Reference | AgeItem]) -> list[Reference | AgeItem]:
        """我比老公小3岁: 老公 is named to compare, not as the owner of the age."""
        kept: list[Reference | AgeItem] = []
        for i, item in enumerate(items):
            following = items[i + 1] if i + 1 < len(items) else None
            if (
                isinstance(item, Reference)
                and isinstance(following, AgeItem)
                and following.value.delta is not None
                and self._compared(item, following, kept)
            ):
                item.comparator = True
                self._compare = item
                kept.append(item)
                continue
            kept.append(item)
        return kept

    def _compared(
        self, item: Reference, age: AgeItem, before: Sequence[Reference | AgeItem]
    ) -> bool:
        prefix = self.text[max(0, item.start - 1) : item.start]
        gap = self.text[item.end : age.start]
        if len(gap) > 3:
            return False
        if prefix == "比":
            return True
        same = age.value.delta == 0
        return (
            prefix in ("跟", "和", "与", "同")
            and (same or "差" in gap)
            and any(isinstance(b, Reference) for b in before)
        )

    # --- the walk ----------------------------------------

    def _walk(self, items: list[Reference | AgeItem]) -> None:
        group: list[Reference] = []
        i = 0
        while i < len(items):
            item = items[i]
            if isinstance(item, Reference):
                group = self._grouped(group, item)
                i += 1
                continue
            run = self._run(items, i)
            if item.value.delta is not None:
                self._relative(item, group, items, i)
                i += 1
                continue
            following = items[i + len(run)] if i + len(run) < len(items) else None
            after = following if isinstance(following, Reference) else None
            if self._place(run, group, after, items, i):
                group = []
            i += len(run)

    def _grouped(self, group: list[Reference], item: Reference) -> list[Reference]:
        if item.comparator or not item.members:
            return group
        if id(item) in self.consumed:
            return []
        if group:
            gap = self.text[group[-1].end : item.start]
            if _JOIN.match(gap) and not _BREAK.search(gap.rstrip()) and not item.speaker:
                if all(m in group[-1].members for m in item.members):
                    return (
                        [*group[:-1], item]
                        if len(item.members) <= len(group[-1].members)
                        else group
                    )
                return [*group, item]
        if item.speaker and group:
            return group
        return [item]

    def _run(self, items: Sequence[Reference | AgeItem], i: int) -> list[AgeItem]:
        first = items[i]
        assert isinstance(first, AgeItem)
        run = [first]
        for item in items[i + 1 :]:
            if not isinstance(item, AgeItem) or item.value.delta is not None:
                break
            gap = self._gap(run[-1].end, item.start)
            if not _LIST.match(gap) or (item.bare and not first.bare and len(gap) > 3):
                break
            run.append(item)
        return run

    def _gap(self, start: int, end: int) -> str:
        """The text between, without what other mentions cover."""
        kept = []
        covered = [
            m
            for m in self.mentions
            if m.start >= start and m.end <= end and m.kind not in ("person", "age")
        ]
        for k in range(start, end):
            if not any(m.start <= k < m.end for m in covered):
                kept.append(self.text[k])
        return "".join(kept)

    def _place(
        self,
        run: list[AgeItem],
        group: list[Reference],
        after: Reference | None,
        items: Sequence[Reference | AgeItem],
        i: int,
    ) -> bool:
        adult = self._keeper(run, group)
        if adult is not None:
            self._set([adult], run[0])
            return True
        pair = self._each_in_turn(run, group)
        if pair:
            for member, item in zip(pair, run, strict=True):
                self._set([member], item)
            return True
        alike = self._alike(run, group)
        if alike:
            self._set(alike, run[0])
            return True
        if after is not None and self._forward(run, group, after, items, i):
            needed = sum(len(r.members) for r in group)
            if group and len(run) > needed and self._backward_near(group, run[0]):
                self._assign(group, run[:needed])
                run = run[needed:]
            self._assign([after], run, forward=True)
            self.consumed.add(id(after))
            return False
        if group and (self._backward(group, run[0]) or self._list_clause(group, run)):
            self._assign(group, run)
            return True
        if self._corrects(run[0]):
            return False
        if run[0].bare:
            return self._lonely(run, group)
        if self._unknown_person(run[0]):
            return False
        if self.aged and self._again(run[0]):
            self._set(self.aged[-1:], run[0])
            return False
        if not self.references or (not self.aged and not group):
            self._assign_to_self(run)
        return False

    def _keeper(self, run: list[AgeItem], group: list[Reference]) -> MemberDraft | None:
        """我在家带俩娃39岁: a grown-up's age is that of the one who looks after them."""
        if len(run) != 1 or not run[0].value.known or run[0].value.min < 22 or not group:
            return None
        first = group[0]
        cares = re.search(r"(?:带|养|拉扯|看|照顾)(?:着|了|大)?$", self.text[: first.start])
        before = [r for r in self.references if r.end <= first.start and r.members]
        if not cares or not all(m.is_child for r in group for m in r.members) or not before:
            return None
        owner = before[-1].members
        single = len(owner) == 1 and not owner[0].is_child and owner[0].age is None
        return owner[0] if single else None

    def _each_in_turn(self, run: list[AgeItem], group: list[Reference]) -> list[MemberDraft]:
        """老公年入80万我全职，40和38: two numbers for the two spoken of, in their order."""
        if len(run) != 2 or not all(a.bare for a in run) or len(group) != 1:
            return []
        left, right = self.text[: run[0].start], self.text[run[1].end :]
        alone = re.search(r"[,。\s]$", left) and re.match(r"^岁?(?:[,。\s;]|$)", right)
        return self._last_two(group) if alone else []

    def _last_two(self, group: list[Reference]) -> list[MemberDraft]:
        """The person spoken of and the one before: single, without age, of one generation."""
        earlier = [r for r in self.references if r.end <= group[0].start and r.members]
        if len(group[0].members) != 1 or not earlier or len(earlier[-1].members) != 1:
            return []
        other, last = earlier[-1].members[0], group[0].members[0]
        fits = other is not last and other.age is None and last.age is None
        return [other, last] if fits and _generation(other) == _generation(last) else []

    def _alike(self, run: list[AgeItem], group: list[Reference]) -> list[MemberDraft]:
        """婆婆…，公公…，都是68: one age for the two spoken of."""
        said = re.search(
            r"[,。\s](?:他们|他俩|俩人|两人|两个人|俩老人|两位)?(?:都是|都|均为|均)(?:今年)?$",
            self.text[: run[0].start],
        )
        return self._last_two(group) if said and len(run) == len(group) == 1 else []

    def _forward(
        self,
        run: list[AgeItem],
        group: list[Reference],
        after: Reference,
        items: Sequence[Reference | AgeItem],
        i: int,
    ) -> bool:
        if not after.members or after.word.form == "pronoun" or after.comparator:
            return False
        gap = self.text[run[-1].end : after.start]
        if after.word.form == "self" and not (gap == "的" and run[0].value.source != "birth"):
            return False
        explicit = bool(_FORWARD.match(gap)) or (
            gap == "" and self.text[run[-1].end - 1 : run[-1].end] == "的"
        )
        if not explicit and gap.strip() not in ("", "个"):
            return False
        if gap == "" and self._rather_ahead(group, run[0], after):
            return True
        if gap == "" and self._each_one(run, group):
            return False
        position = i + len(run) + 1
        following = items[position] if position < len(items) else None
        beyond = items[position + 1] if position + 1 < len(items) else None
        chained = (
            gap == ""
            and isinstance(following, AgeItem)
            and isinstance(beyond, Reference)
            and self.text[following.end : beyond.start] == ""
            and self.text[after.end : following.start] != ""
        )
        if chained and not self._backward_near(group, run[0]):
            return True
        own = (
            isinstance(following, AgeItem)
            and following.value.delta is None
            and len(self._gap(after.end, following.start)) <= 2
            and not _NEGATED.search(self.text[: following.start])
        )
        if explicit and run[0].value.source != "birth":
            return not own or not self._backward_near(group, run[0]) or len(run) > 1
        if own:
            return explicit and not self._backward_near(group, run[0])
        if gap.strip() == "" and gap != "" and not explicit and run[0].bare:
            return False
        return not self._backward_near(group, run[0])

    def _each_one(self, run: list[AgeItem], group: list[Reference]) -> bool:
        """爸妈一个58一个56爸爸…: the ages are shared out already."""
        if not group or len(run) < 2 or len(run) != sum(len(r.members) for r in group):
            return False
        before = [self.text[max(0, a.start - 3) : a.start] for a in run]
        return all(re.search(r"一个$|一位$|一个是$", b) for b in before)

    def _rather_ahead(self, group: list[Reference], age: AgeItem, after: Reference) -> bool:
        """给我3岁孩子买: the age is the child's, 我 only the possessor."""
        if not group or group[-1].word.form != "self" or not age.value.known:
            return False
        possessor = re.search(r"(?:给|帮|为|替)$", self.text[: group[-1].start]) is not None
        young = age.value.max < 16 and all(m.is_child for m in after.members)
        return (young or possessor) and self.text[group[-1].end : age.start] == ""

    def _backward_near(self, group: list[Reference], age: AgeItem) -> bool:
        """A person without age stands right before the age."""
        if not group:
            return False
        gap = self._gap(group[-1].end, age.start)
        return (
            len(gap.strip()) <= 4 and not _BREAK.search(gap.rstrip()) and not _SENTENCE.search(gap)
        )

    def _backward(self, group: list[Reference], age: AgeItem) -> bool:
        gap = self._gap(group[-1].end, age.start)
        if _SENTENCE.search(gap) and len(gap) > 2:
            return False
        if age.bare:
            return self._own_clause(age, group) or self._bare_fits(gap, group, age)
        raw = self.text[group[-1].end : age.start]
        if _BREAK.search(raw.rstrip()) and group[-1].word.form != "children":
            return len(group[-1].members) > 1 or "一个" in gap
        return True

    def _list_clause(self, group: list[Reference], run: list[AgeItem]) -> bool:
        """我父母农村的，61和58: a clause of bare numbers, one for each."""
        members = [m for r in group for m in r.members]
        left, right = self.text[: run[0].start], self.text[run[-1].end :]
        alone = re.search(r"[,。\s](?:今年|分别|分别是)*$", left) and re.match(
            r"^岁?(?:了)?(?:[,。\s;]|$)", right
        )
        return bool(alone) and len(run) == len(members) > 1 and all(m.age is None for m in members)

    def _own_clause(self, age: AgeItem, group: list[Reference]) -> bool:
        """就给我妈一个人买，58，…: a number alone between commas."""
        left, right = self.text[: age.start], self.text[age.end :]
        alone = bool(re.search(r"[,。\s](?:今年|现在|已经|他|她|今年都)*$", left)) and bool(
            re.match(r"^(?:岁)?(?:了)?(?:[,。\s;]|$)", right)
        )
        adult = all(not m.is_child for r in group for m in r.members)
        return (
            alone
            and age.value.min >= 16
            and adult
            and all(m.age is None for r in group for m in r.members)
        )

    def _bare_fits(self, gap: str, group: list[Reference], age: AgeItem) -> bool:
        filler = re.sub(
            r"[\s,、:=—-]|今年|现在|已经|都|是|才|也|大概|快|马上|刚|就|年龄|分别|差不多|一个|了|有|该|的|岁|应该|年纪|年|那|咧|呢|嘛|啊|俩|整|各|周岁|身体|大|本命",
            "",
            gap,
        )
        if age.value.min < 10 and not any(
            m.is_child or m.relation.startswith("grandc") for r in group for m in r.members
        ):
            return False
        if re.search(r"一个$", gap) and len([m for r in group for m in r.members]) > 1:
            return True
        ends = bool(re.match(r"^(?:岁)?(?:了)?(?:[,。;!]|$)", self.text[age.end :]))
        if ends and age.value.min >= 10 and not re.search(r"[,\d]", gap):
            return len(filler) <= 8
        return len(filler) <= (1 if self.text[age.start].isdigit() else 0)

    def _lonely(self, run: list[AgeItem], group: list[Reference]) -> bool:
        """27，女 or 30+2娃: a bare number alone in its clause is the speaker's age."""
        left = self.text[: run[0].start]
        right = self.text[run[-1].end :]
        alone = re.search(r"(?:^|[,。\s、:])(?:本人|今年|我今年)?$", left) and re.match(
            r"^(?:$|[,。+、\s了的]|男|女|刚|还|单身|未婚|已婚)", right
        )
        others = [
            r for r in self.references if r.members and r.start < run[0].start and not r.speaker
        ]
        if not alone or any(r.members[0].relation != "self" for r in others):
            return False
        if all(16 <= item.value.min <= 90 for item in run):
            self._assign_to_self(run)
        return False

    def _unknown_person(self, age: AgeItem) -> bool:
        """他零零后 with nobody named before, or the age of a pet."""
        before = [r for r in self.references if r.end <= age.start]
        return (
            bool(before)
            and not before[-1].members
            and before[-1].word.form in ("pronoun", "pet", "outsider")
        )

    def _corrects(self, age: AgeItem) -> bool:
        """65，哦不对66."""
        if not self.links:
            return False
        last, members = self.links[-1]
        if _NEGATED.search(self.text[max(0, age.start - 3) : age.start]):
            return True
        if not _INSTEAD.match(self.text[last.end : age.start]):
            return False
        for member in members:
            member.age = None
        self._set(members, age)
        return True

    def _again(self, age: AgeItem) -> bool:
        last, _members = self.links[-1]
        gap = self._gap(last.end, age.start)
        return not _SENTENCE.search(gap)

    # --- assignment ----------------------------------------

    def _assign_to_self(self, run: list[AgeItem]) -> None:
        value = run[0].value
        if value.known and value.max < 16 and not any(r.members for r in self.references):
            child = self.draft.get("child")
            for age in run:
                self._set([child], age)
            return
        member = self.draft.get("self")
        self._set([member], run[0])
        if len(run) == 2 and intersection(value, run[1].value) is not None:
            self._set([member], run[1])
        elif (
            len(run) == 2
            and abs(run[0].value.min - run[1].value.min) <= 20
            and run[1].value.min >= 18
        ):
            self._set([self.draft.get("spouse")], run[1])

    def _assign(self, group: list[Reference], run: list[AgeItem], *, forward: bool = False) -> None:
        members = [m for r in group for m in r.members]
        members = list({id(m): m for m in members}.values())
        run = self._final_run(run)
        if len(run) == len(members):
            for member, age in zip(members, run, strict=True):
                self._set([member], age)
        elif len(run) == len(group) and len(group) > 1:
            for reference, age in zip(group, run, strict=True):
                self._set(reference.members, age)
        elif len(run) == 1:
            self._set(self._shared(group, run[0], members, forward), run[0])
        else:
            self._expand(members, run)

    def _final_run(self, run: list[AgeItem]) -> list[AgeItem]:
        """Drop values taken back: 29不是30, 65不对66."""
        kept: list[AgeItem] = []
        for item in run:
            before = self.text[max(0, item.start - 3) : item.start]
            if not _NEGATED.search(before):
                kept.append(item)
        return kept or run[-1:]

    def _shared(
        self, group: list[Reference], age: AgeItem, members: list[MemberDraft], forward: bool
    ) -> list[MemberDraft]:
        last = group[-1]
        if len(group) == 1:
            together = len(last.members) == 1 or self._together(last, age, forward)
            if together:
                return last.members
            unaged = [m for m in last.members if m.age is None]
            return unaged[:1] or last.members[:1]
        gap = self.text[last.end : age.start]
        if _ALL.search(gap) and not re.search(r"分别", gap):
            return members
        joints = [self.text[a.end : b.start] for a, b in itertools.pairwise(group)]
        if any("," in joint or " " in joint for joint in joints):
            return last.members
        generations = {_generation(m) for m in members}
        return members if len(generations) == 1 and len(gap) <= 3 else last.members

    def _together(self, reference: Reference, age: AgeItem, forward: bool) -> bool:
        gap = self.text[reference.end : age.start]
        if reference.word.form == "children" or reference.members[0].is_child:
            one = re.search(r"一个|大的|小的", gap)
            return not one
        return True

    def _expand(self, members: list[MemberDraft], run: list[AgeItem]) -> None:
        """More ages than persons: further children, or more words about the same age."""
        last = members[-1]
        extra = len(run) - len(members)
        if extra > 0 and (last.is_child or last.relation == "other") and _separate(run):
            for _ in range(extra):
                members.append(self.draft.add(last.relation, last.sex))
        for member, age in zip(members, run, strict=False):
            self._set([member], age)
        for age in run[len(members) :]:
            self._set(members[-1:], age)

    def _set(self, members: list[MemberDraft], age: AgeItem) -> None:
        if (
            self.links
            and _NEGATED.search(self.text[max(0, age.start - 3) : age.start])
            and self.links[-1][1] == members
        ):
            return
        said = self.text[age.start : age.end]
        for member in members:
            if age.value.known and member.age is not None and member.age.known:
                self._second(member, age)
            elif member.age is None or age.value.known:
                member.age = age.value
            member.facts.setdefault("_age_span", (age.start, age.end))
            if member in self.aged:
                self.aged.remove(member)
            self.aged.append(member)
        self.links.append((age, members))
        del said

    def _second(self, member: MemberDraft, age: AgeItem) -> None:
        """Two statements about one age: corrected, narrowed or in conflict."""
        assert member.age is not None
        previous = self.links[-1][0] if self.links else None
        if previous is not None and re.search(
            r"不对|不是|说错|应该是|记错", self.text[previous.end : age.start]
        ):
            member.age = age.value
            member.facts["_age_span"] = (age.start, age.end)
            return
        narrowed = intersection(member.age, age.value)
        if narrowed is not None:
            member.age = narrowed
        elif "age" not in member.conflicts:
            member.conflicts.append("age")

    # --- relative ages and signs ----------------------------------------

    def _relative(
        self, item: AgeItem, group: list[Reference], items: Sequence[Reference | AgeItem], i: int
    ) -> None:
        previous = items[i - 1] if i else None
        other: MemberDraft | None = None
        if isinstance(previous, Reference) and previous.comparator and previous.members:
            other = previous.members[0]
        span = self.text[item.start : item.end]
        if re.search(r"[大小长](?:了)?我", span):
            other = self.draft.get("self")
        subjects = [m for r in group for m in r.members] or self.aged[-1:]
        if not subjects:
            subjects = [self.draft.get("self")]
        if other is None:
            earlier = [m for m in self.aged if m not in subjects]
            other = earlier[-1] if earlier else self.draft.find("self")
        if other is None and len(subjects) > 1 and item.value.delta == 0:
            other, subjects = subjects[0], subjects[1:]
        if other is not None and other in subjects and len(subjects) > 1:
            subjects = [m for m in subjects if m is not other]
        for member in subjects[-1:]:
            self.pending.append(_Pending(member, other, item.value.delta or 0, span))
            member.facts.setdefault("_age_span", (item.start, item.end))

    def _resolve_relative(self) -> None:
        for _ in range(len(self.pending) + 1):
            for wait in list(self.pending):
                if wait.other is None or wait.member is wait.other:
                    continue
                self._narrow(wait)
                if (
                    wait.other.age is not None
                    and wait.other.age.known
                    and (wait.member.age is None or not wait.member.age.known)
                ):
                    wait.member.age = shifted(wait.other.age, wait.delta)
                elif (
                    wait.member.age is not None
                    and wait.member.age.known
                    and (wait.other.age is None or not wait.other.age.known)
                ):
                    wait.other.age = shifted(wait.member.age, -wait.delta)

    def _narrow(self, wait: _Pending) -> None:
        """老公比我大两岁 with both ages known as ranges: each narrows the other."""
        mine, theirs = wait.member.age, wait.other.age if wait.other else None
        if mine is None or theirs is None or not (mine.known and theirs.known):
            return
        by_other = shifted(theirs, wait.delta)
        by_mine = shifted(mine, -wait.delta)
        if by_other is not None and by_mine is not None and wait.other is not None:
            wait.member.age = intersection(mine, by_other) or mine
            wait.other.age = intersection(theirs, by_mine) or theirs

    def _resolve_signs(self) -> None:
        for _ in range(2):
            for member in self.draft.members:
                if member.age is not None and member.age.options:
                    member.age = self._by_sign(member)
            self._resolve_relative()
        for member in self.draft.members:
            if member.age is not None and not member.age.known:
                member.age = None

    def _by_sign(self, member: MemberDraft) -> AgeValue:
        assert member.age is not None
        fitting = [y for y in member.age.options if self._plausible(member, self.as_of.year - y)]
        delta = next((w for w in self.pending if w.member is member or w.other is member), None)
        if len(fitting) != 1 or (delta is not None and member.age is None):
            return member.age
        age = self.as_of.year - fitting[0]
        member.guess("age")
        return replace(member.age, min=max(0, age - 1), max=age, options=())

    def _plausible(self, member: MemberDraft, age: int) -> bool:
        low, high = _SPAN.get(_generation(member), (0, 100))
        if not low <= age <= high:
            return False
        for other in self.draft.members:
            if other is member or other.age is None or not other.age.known:
                continue
            gap = (_generation(member) or 0) - (_generation(other) or 0)
            difference = age - other.age.min
            if (
                gap == 0
                and member.relation in ("self", "spouse")
                and other.relation in ("self", "spouse")
            ):
                if abs(difference) > 11:
                    return False
            elif gap and not 17 * abs(gap) <= difference * (1 if gap > 0 else -1) <= 47 * abs(gap):
                return False
        return True


def _separate(run: Sequence[AgeItem]) -> bool:
    """5岁2岁 are two children; 20岁上大学 and 属龙2岁 tell one age twice."""
    kinds = {
        ("years" if i.value.source in ("years", "months", "range") else i.value.source) for i in run
    }
    same = any(
        intersection(a.value, b.value) is not None and not a.value.exact
        for a, b in itertools.pairwise(run)
        if a.value.known and b.value.known
    )
    return len(kinds) == 1 and "zodiac" not in kinds and not same


_GENERATION = {
    "self": 0, "spouse": 0, "partner": 0, "brother": 0, "sister": 0, "sibling": 0, "cousin": 0,
    "father": 1, "mother": 1, "father_in_law": 1, "mother_in_law": 1, "uncle": 1, "aunt": 1,
    "grandfather": 2, "grandmother": 2, "son": -1, "daughter": -1, "child": -1, "nephew": -1,
    "niece": -1, "son_in_law": -1, "daughter_in_law": -1, "grandson": -2, "granddaughter": -2,
    "grandchild": -2,
}  # fmt: skip
_SPAN: dict[int | None, tuple[int, int]] = {
    0: (20, 60),
    1: (42, 85),
    2: (62, 100),
    -1: (0, 17),
    -2: (0, 17),
}


def _generation(member: MemberDraft) -> int | None:
    return _GENERATION.get(member.relation)
