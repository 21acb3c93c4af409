"""Resolves person mentions to members of the household, from the speaker's point of view."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.language.draft import CHILDREN, HouseholdDraft, MemberDraft
from bot.language.mentions import Mention, PersonWord

_POSSESSIVE = re.compile(r"^\s?(?:的|他|她|家的?|她家|他家|那边的?)?\s?$")
_MORE = re.compile(r"(?:还有一?个?|另外?一?个|又有?一?个?|再有一?个)$")
_SPEAKER = re.compile(
    r"^\s?(?:想|要|准备|打算|给|帮|该|怎么|能|可以|应该|需要|看|觉得|怕|担心|听说|刚才|刚刚?说|说|问|咨询|希望|不知道|现在想|就想|也想|是想|还想|先|来|自己想|主要|不想|不太懂|不懂|买|可不可以|考虑|在考虑|正|再|带着?(?=[,。]|$)|这|最|很|真|都不)"
)
_ASKS_FOR = re.compile(r"(?:给|帮|替|为|是)(?:我)?(?:的)?(?:一个|个|单位|公司|男|女)?$")
_ASKED = re.compile(r"^(?:问|咨询|打听|了解|看|买|投|参考)")
_AGE_AFTER = re.compile(
    r"^\s?[:：]?\s?(?:今年|才|刚)?(?:\d{1,2}(?!\d|\s?[万千kw块元个口%])|[一二两三四五六七八九十]{1,3}(?:岁|个月))"
)
_MALE_SELF = re.compile(
    r"我(?:是|就是|作为|当)(?:个|一个|家里|孩子|宝宝|娃|新手|二胎|单亲|全职|这个当)*(?P<w>爸爸|爸|爹|父亲|奶爸|丈夫|儿子|爷爷|老公|男|大老爷们|顶梁柱男)"
)
_FEMALE_SELF = re.compile(
    r"我(?:是|就是|作为|当|这个当)(?:个|一个|家里|孩子|宝宝|娃|新手|二胎|单亲|全职|职场)*(?P<w>妈妈|妈|娘|母亲|宝妈|妻子|女儿|奶奶|老婆|女|媳妇|儿媳)"
)
_SELF_ROLE = {"爷爷", "奶奶", "儿子", "女儿"}


@dataclass
class Reference:
    """A person mention with the members it stands for. `comparator`: named only to compare."""

    mention: Mention
    members: list[MemberDraft]
    word: PersonWord
    speaker: bool = False
    comparator: bool = False
    household: bool = False

    @property
    def start(self) -> int:
        return self.mention.start

    @property
    def end(self) -> int:
        return self.mention.end


@dataclass
class People:
    """Reads person mentions from left to right."""

    text: str
    draft: HouseholdDraft
    sex_of_self: str | None = None
    references: list[Reference] = field(default_factory=list)
    _with_age_before: set[int] = field(default_factory=set)
    _shared_owner: MemberDraft | None = None
    _chain_owner: MemberDraft | None = None

    def read(self, mentions: Sequence[Mention]) -> list[Reference]:
        people = [m for m in mentions if m.kind == "person"]
        ages = {m.end for m in mentions if m.kind == "age"}
        self.sex_of_self = self._speaker_sex(people)
        for i, mention in enumerate(people):
            previous = people[i - 1] if i else None
            aged = self._has_age_before(mention, ages) or self._has_age_after(mention)
            reference = self._resolve(mention, previous, aged)
            if reference is not None:
                self.references.append(reference)
        return self.references

    def _has_age_after(self, mention: Mention) -> bool:
        """娃12/娃6: each mention brings its own age."""
        return bool(_AGE_AFTER.match(self.text[mention.end :]))

    def _has_age_before(self, mention: Mention, ages: set[int]) -> bool:
        start = mention.start
        tail = self.text[max(0, start - 2) : start]
        offsets = [0, 1, 2] if tail.endswith(("个", "的")) else [0]
        return any(start - o in ages for o in offsets)

    def _speaker_sex(self, people: Sequence[Mention]) -> str | None:
        if _MALE_SELF.search(self.text):
            return "male"
        if _FEMALE_SELF.search(self.text):
            return "female"
        for mention in people:
            word: PersonWord = mention.data
            if word.form != "kin":
                continue
            for relation, sex in word.targets:
                if relation == "spouse" and sex and not self._other_owner(mention):
                    return "male" if sex == "female" else "female"
            if word.targets[0][0] in ("father_in_law", "mother_in_law") and word.side:
                return "male" if word.side == "maternal" else "female"
        return None

    def _other_owner(self, mention: Mention) -> bool:
        """女儿的老公 says nothing of the speaker."""
        before = self.text[max(0, mention.start - 4) : mention.start]
        return bool(re.search(r"(?:儿|女|弟|哥|姐|妹|他|她|爸|妈|事|友|子)的?$", before))

    # --- one mention ----------------------------------------

    def _resolve(self, mention: Mention, previous: Mention | None, aged: bool) -> Reference | None:
        word: PersonWord = mention.data
        if word.form == "self":
            return self._self(mention, word)
        if word.form == "household":
            return Reference(mention, [], word, household=True, speaker=True)
        if word.form == "pronoun":
            found = self._pronoun(word.word) or self._other_half(mention, word.word)
            found = self._grown_up(mention, word.word, found)
            return Reference(mention, found, word)
        if word.form == "pet":
            return Reference(mention, [], word, speaker=False)
        if word.form == "outsider":
            return self._outsider(mention, word)
        if word.form == "ordinal":
            child = self._ordinal(word)
            if self._has_age_after(mention):
                self._with_age_before.add(id(child))
            return Reference(mention, [child], word)
        owner = self._possessor(mention, previous)
        if owner is not None:
            return self._chained(mention, word, owner)
        if word.form == "children" and mention.start and self.text[mention.start - 1] in "婚育":
            self._children(mention, word)
            return None
        if word.form == "children":
            return Reference(mention, self._children(mention, word), word)
        if word.count and word.word not in _ELDER_NAMES:
            return Reference(mention, [self.draft.add(r, s) for r, s in word.targets], word)
        return Reference(mention, self._kin(mention, word, aged), word)

    def _self(self, mention: Mention, word: PersonWord) -> Reference:
        speaker = bool(_SPEAKER.match(self.text[mention.end :]))
        if re.search(r"(?:跟着?|随|和|与)$", self.text[: mention.start]) and re.match(
            r"住|过|一起|一块|生活|同住", self.text[mention.end :]
        ):
            speaker = True
        if word.word == "自己" and self.references and not self.references[-1].speaker:
            last = self.references[-1]
            between = self.text[last.end : mention.start]
            if len(between) <= 8 and not re.search(r"[,。;给]|想|为", between):
                return Reference(mention, last.members, word)
        member = self.draft.get("self")
        if word.sex:
            member.sex, speaker = word.sex, False
        return Reference(mention, [member], word, speaker=speaker)

    def _pronoun(self, word: str) -> list[MemberDraft]:
        named = [r for r in self.references if r.members and not r.household]
        if not named:
            return []
        if word in ("他", "她"):
            sex = "male" if word == "他" else "female"
            for reference in reversed(named):
                last = reference.members[-1]
                if last.relation != "self" and last.sex in (sex, None):
                    if last.relation in ("spouse", "partner") and last.sex is None:
                        last.sex = sex
                    return [last]
            return [r.members[-1] for r in named if r.members[-1].relation != "self"][-1:]
        seen: list[MemberDraft] = []
        for reference in reversed(named):
            for member in reversed(reference.members):
                include = member.relation != "self" or word in (
                    "俩人",
                    "两人",
                    "两个人",
                    "俩个人",
                    "两个都",
                    "俩都",
                )
                if member not in seen and include:
                    seen.insert(0, member)
        two = "俩" in word or "两" in word or "二" in word
        return seen[-2:] if two else seen

    def _grown_up(self, mention: Mention, word: str, found: list[MemberDraft]) -> list[MemberDraft]:
        """娃5岁，我34他36: a grown-up's age after 他 is the spouse's, not the child's."""
        age = re.match(r"(?P<n>[2-9]\d)(?!\d|\s?[万千kw块元%斤])", self.text[mention.end :])
        if not age or word not in ("他", "她") or len(found) != 1 or not found[0].is_child:
            return found
        sex = "male" if word == "他" else "female"
        other = self.draft.find("spouse") or self.draft.find("partner")
        if other is not None and other.sex in (None, sex):
            return [other]
        return found

    def _other_half(self, mention: Mention, word: str) -> list[MemberDraft]:
        """我34 他36: with nobody else named, the other one of the couple."""
        alone = word in ("他", "她") and self.draft.self is not None
        if not alone or not self._has_age_after(mention) or len(self.draft.members) > 1:
            return []
        spouse = self.draft.get("spouse", "male" if word == "他" else "female")
        spouse.guess("relation")
        return [spouse]

    def _outsider(self, mention: Mention, word: PersonWord) -> Reference:
        """给同事问的: a person outside the household, when it is they who are asked for."""
        before = self.text[max(0, mention.start - 5) : mention.start]
        after = self.text[mention.end : mention.end + 5]
        if not (
            _ASKS_FOR.search(before)
            and (
                _ASKED.match(after) or re.search(r"(?:帮|替|给)(?:我)?(?:的)?(?:一个|个)?$", before)
            )
        ):
            return Reference(mention, [], word, speaker=True)
        member = self.draft.add("other")
        member.facts.update(
            {"_word": word.word, "insure": False, "not_insured_reason": "not_family"}
        )
        return Reference(mention, [member], word)

    def _ordinal(self, word: PersonWord) -> MemberDraft:
        children = self.draft.children
        index = word.index or 0
        relation = {"male": "son", "female": "daughter"}.get(word.sex or "", "child")
        taken = {id(m) for r in self.references if r.word.form == "ordinal" for m in r.members}
        if index == -1:
            child = children[-1] if children and id(children[-1]) not in taken else None
        else:
            free = [c for c in children if id(c) not in taken]
            child = children[index] if index < len(children) and children[index] in free else None
        same = [r for r in self.references if r.word.form == "ordinal" and r.word.index == index]
        if same:
            child = same[-1].members[0]
        if child is not None and word.sex and child.sex and child.sex != word.sex:
            fitting = [c for c in children if c.sex in (None, word.sex)]
            child = fitting[0] if fitting else None
        if child is None:
            return self.draft.add(relation, word.sex)
        if word.sex and child.relation == "child":
            child.relation, child.sex = relation, word.sex
        return child

    # --- chains: 老公的妈妈, 孩子奶奶 ----------------------------------------

    def _possessor(self, mention: Mention, previous: Mention | None) -> MemberDraft | None:
        if previous is None or not self.references or self.references[-1].end != previous.end:
            return None
        word: PersonWord = mention.data
        last = self.references[-1]
        gap = self.text[previous.end : mention.start]
        if last.word.word in ("他们", "她们") and not gap and self.draft.children:
            parents = ("father", "mother", "grandfather", "grandmother")
            if word.form == "kin" and {r for r, _ in word.targets} <= set(parents):
                return self.draft.children[0]
        if not _POSSESSIVE.match(gap) or len(last.members) != 1 or last.word.form == "self":
            return self._shared(mention, word)
        if word.word.startswith(("我", "俺", "咱")) or self.text[mention.start] in "我俺咱":
            return None
        owner = last.members[0]
        if last.word.form == "pronoun" and self._chain_owner is not None:
            before_that = self.references[-2].members if len(self.references) > 1 else []
            if owner in before_that and word.targets[0][0] in ("father", "mother"):
                return self._chain_owner
        if last.word.form == "pronoun" and word.word in _GRANDS and not owner.is_child:
            children = self.draft.children
            if children and owner.relation in ("spouse", "partner", "self"):
                return children[0]
        explicit = bool(gap.strip())
        if not explicit and not _close(owner, last.word, word):
            return self._shared(mention, word)
        return owner if word.form == "kin" or explicit else None

    def _shared(self, mention: Mention, word: PersonWord) -> MemberDraft | None:
        """孩子的爷爷…奶奶…: later grandparents belong to the same child."""
        unowned = self.text[mention.start] not in "我俺咱"
        return self._shared_owner if word.word in _GRANDS and unowned else None

    def _chained(self, mention: Mention, word: PersonWord, owner: MemberDraft) -> Reference:
        last = self.references[-1]
        if self._shared_owner is owner:
            members = [self._composed(owner, relation, sex, word) for relation, sex in word.targets]
            return Reference(mention, members, word)
        self._shared_owner = owner if owner.is_child else None
        self._chain_owner = owner
        self.references.pop()
        if last.word.form == "pronoun":
            pass
        elif last.word.form in ("kin", "ordinal") and owner.empty and not self._mentioned(owner):
            known = len([r for r in self.references if owner in r.members])
            if not known and owner.relation not in ("spouse", "self"):
                self.draft.members.remove(owner)
        else:
            self.references.append(last)
        members = [self._composed(owner, relation, sex, word) for relation, sex in word.targets]
        span = Mention(
            last.start if last.word.form in ("kin", "ordinal", "pronoun") else mention.start,
            mention.end,
            "person",
            word,
        )
        return Reference(span, members, word)

    def _mentioned(self, member: MemberDraft) -> bool:
        return any(member in r.members for r in self.references)

    def _composed(
        self, owner: MemberDraft, relation: str, sex: str | None, word: PersonWord
    ) -> MemberDraft:
        target, guessed = compose(owner, relation, word.side, self._own_sex())
        member = self.draft.get(target, sex) if target != "self" else self.draft.get("self")
        if guessed:
            member.guess("relation")
        return member

    def _own_sex(self) -> str | None:
        """The speaker's sex: said, or the other one than the spouse's."""
        spouse = self.draft.find("spouse")
        if self.sex_of_self is None and spouse is not None and spouse.sex:
            return "female" if spouse.sex == "male" else "male"
        return self.sex_of_self

    # --- kin and children ----------------------------------------

    def _kin(self, mention: Mention, word: PersonWord, aged: bool) -> list[MemberDraft]:
        members = []
        self._drop_equated(mention)
        if word.word in _ELDER_NAMES or word.word.endswith("家里老人"):
            return self._elders() or self._unnamed_elders(word)
        equated = self._equated(mention)
        for relation, sex in word.targets:
            if relation == "spouse" and sex is None and self.draft.find("partner"):
                relation = "partner"
            if relation == "spouse" and word.word.startswith("媳妇") and self._has_husband():
                relation = "daughter_in_law"
            if relation in CHILDREN:
                members.extend(self._child(mention, relation, sex, aged))
                continue
            member = self._relative(mention, relation, sex, word)
            if word.inferred:
                member.guess("relation")
            elif relation in ("father", "mother"):
                member.sure("relation")
            members.append(member)
        for reference in equated:
            reference.members = members
        return members

    def _equated(self, mention: Mention) -> list[Reference]:
        """70岁的老人还能买什么，是我外婆: the elder asked about is named afterwards."""
        last = self.references[-1] if self.references else None
        if last is None or not last.word.word.endswith(_ELDER_NAMES) or len(last.members) != 1:
            return []
        elder = last.members[0]
        gap = self.text[last.end : mention.start]
        if elder.relation != "other" or not re.search(r"[,。](?:就|她|他|这)?是$", gap):
            return []
        self.draft.members.remove(elder)
        return [last]

    def _drop_equated(self, mention: Mention) -> None:
        """老人是我婆婆: the general word stands for the one named after it."""
        last = self.references[-1] if self.references else None
        if last is None or not last.word.word.endswith(_ELDER_NAMES):
            return
        if re.fullmatch(
            r"(?:就是|是|有|:|主要是|(?:就|只|就只)(?:有|剩|剩下)?(?:一个)?)",
            self.text[last.end : mention.start],
        ):
            for member in last.members:
                if member.relation == "other" and member.empty and member in self.draft.members:
                    self.draft.members.remove(member)
            for reference in self.references:
                reference.members = [m for m in reference.members if m in self.draft.members]

    def _elders(self) -> list[MemberDraft]:
        """The elders named so far: 爹妈公婆四个老人 names nobody new."""
        return [m for m in self.draft.members if m.relation in _ELDERS]

    def _unnamed_elders(self, word: PersonWord) -> list[MemberDraft]:
        """上有四老 can only be both pairs of parents; fewer elders stay unnamed."""
        if word.count == 4:
            made = [
                self.draft.get(r, "male" if r.startswith("father") else "female") for r in _FOUR
            ]
            for member in made:
                member.guess("relation")
            return made
        known = [m for m in self.draft.members if m.relation == "other" and not m.sex]
        more = (word.count or 1) - len(known)
        return known + [self.draft.add("other") for _ in range(more)]

    def _has_husband(self) -> bool:
        spouse = self.draft.find("spouse")
        return spouse is not None and spouse.sex == "male"

    def _relative(
        self, mention: Mention, relation: str, sex: str | None, word: PersonWord
    ) -> MemberDraft:
        if relation in ("brother", "sister") and self.text[mention.start] not in "我俺咱亲":
            sibling = self._sibling_of_children(sex)
            if sibling is not None:
                return sibling
        member = self.draft.find(relation, word.side if relation.startswith("grand") else None)
        if member is not None and member.sex and sex and member.sex != sex:
            member = None
        if (
            member is not None
            and relation in ("brother", "sister", "other", "uncle", "aunt")
            and not _same_name(member.facts.get("_word", ""), word.word)
        ):
            member = None
        if member is None:
            member = self.draft.add(
                relation, sex, word.side if relation.startswith("grand") else None
            )
            if relation in ("brother", "sister", "other", "uncle", "aunt"):
                member.facts["_word"] = word.word
        if sex and member.sex is None:
            member.sex = sex
        return member

    def _sibling_of_children(self, sex: str | None) -> MemberDraft | None:
        """姐姐8岁弟弟3岁, said of one's children."""
        children = self.draft.children
        if len(children) < 2 and not children:
            return None
        relation = "son" if sex == "male" else "daughter"
        for child in children:
            if child.sex == sex:
                return child
        for child in children:
            if child.sex is None:
                child.relation, child.sex = relation, sex
                return child
        return None

    def _child(
        self, mention: Mention, relation: str, sex: str | None, aged: bool
    ) -> list[MemberDraft]:
        children = self.draft.children
        before = self.text[max(0, mention.start - 5) : mention.start]
        another = bool(_MORE.search(before)) and bool(children)
        same = [c for c in children if c.relation == relation]
        last = self.references[-1] if self.references else None
        if relation != "child" and last is not None and len(last.members) == 1:
            general = last.members[0]
            equated = self.text[last.end : mention.start] in ("是", "就是", ":", "是个", "是我")
            if equated and general.relation == "child":
                general.relation, general.sex = relation, sex
                return [general]
        if relation == "child":
            fresh = aged and any(id(c) in self._with_age_before for c in children)
            if children and not another and not fresh:
                return list(children)
        elif not another:
            if len(same) == 1 and not (aged and id(same[0]) in self._with_age_before):
                return same
            generic = [c for c in children if c.relation == "child"]
            if generic and id(generic[0]) not in self._with_age_before:
                aged_other = any(id(c) in self._with_age_before for c in generic)
                if not aged_other:
                    generic[0].relation, generic[0].sex = relation, sex
                    if aged:
                        self._with_age_before.add(id(generic[0]))
                    return [generic[0]]
            group = len(children) > 1 or (generic and not aged)
            if generic and group:
                generic[0].relation, generic[0].sex = relation, sex
                return [generic[0]]
        member = self.draft.add(relation, sex)
        if aged:
            self._with_age_before.add(id(member))
        return [member]

    def _children(self, mention: Mention, word: PersonWord) -> list[MemberDraft]:
        if word.targets[0][0] not in CHILDREN:
            return [self.draft.add(r, s) for r, s in word.targets]
        children = self.draft.children
        relation = word.targets[0][0]
        fitting = [c for c in children if relation == "child" or c.relation == relation]
        if fitting and len(fitting) == len(word.targets):
            return fitting
        generic = [c for c in children if c.relation == "child" and not c.sex]
        made = []
        for target, sex in word.targets:
            if generic and target != "child":
                child = generic.pop(0)
                child.relation, child.sex = target, sex
            elif generic and len(word.targets) > len(children) > 0:
                child = generic.pop(0)
            else:
                child = self.draft.add(target, sex)
            made.append(child)
        return made


def _same_name(first: str, second: str) -> bool:
    """弟弟 and 弟 are one person, 大舅 and 二舅 are not."""
    return (
        first == second
        or (bool(first) and set(first) == set(second))
        or (first[-1:] == second[-1:] and 1 in (len(first), len(second)))
    )


_ELDER_NAMES = ("老人", "老人家", "长辈")
_ELDERS = ("father", "mother", "father_in_law", "mother_in_law", "grandfather", "grandmother")
_GRANDS = ("爷爷", "奶奶", "姥姥", "姥爷", "外公", "外婆")
_FOUR = ("father", "mother", "father_in_law", "mother_in_law")


def _close(owner: MemberDraft, first: PersonWord, second: PersonWord) -> bool:
    """Whether two kin words side by side are a chain (老公爷爷, 孩子奶奶) and not a list."""
    relation = second.targets[0][0] if second.targets else ""
    grand = relation in ("grandfather", "grandmother", "uncle", "aunt")
    if owner.is_child and first.form != "pronoun":
        return grand and first.form in ("kin", "ordinal")
    if first.form == "pronoun":
        return relation in (
            "father",
            "mother",
            "brother",
            "sister",
            "spouse",
            "grandfather",
            "grandmother",
        )
    if owner.relation in ("brother", "sister"):
        return relation in ("spouse",) or second.form == "children"
    return False


def compose(
    owner: MemberDraft, relation: str, side: str | None, sex_of_self: str | None
) -> tuple[str, bool]:
    """The speaker's relation to the relation of someone, and whether it is a guess."""
    of = owner.relation
    if of in CHILDREN:
        return _of_child(relation, side, sex_of_self, owner.sex)
    if of == "father_in_law" and relation == "mother":
        return "mother_in_law", False  # 老公他爸…他妈: the same 他
    if of in ("spouse", "partner"):
        table = {
            "father": "father_in_law",
            "mother": "mother_in_law",
            "son": "son",
            "daughter": "daughter",
            "child": "child",
        }
        return table.get(relation, "other"), False
    if of in ("father", "mother"):
        table = {
            "father": "grandfather",
            "mother": "grandmother",
            "brother": "uncle",
            "sister": "aunt",
            "spouse": "mother" if of == "father" else "father",
        }
        return table.get(relation, "other"), False
    if of in ("brother", "sister", "sibling"):
        table = {"son": "nephew", "daughter": "niece", "child": "nephew"}
        return table.get(relation, "other"), relation == "child"
    if of == "self":
        return relation, False
    if of == "other" and relation in CHILDREN:
        return {"son": "nephew", "daughter": "niece"}.get(relation, "nephew"), True
    return "other", False


def _of_child(
    relation: str, side: str | None, sex_of_self: str | None, child_sex: str | None
) -> tuple[str, bool]:
    if relation == "spouse":
        return ("daughter_in_law" if child_sex == "male" else "son_in_law"), child_sex is None
    if relation in CHILDREN:
        return {"son": "grandson", "daughter": "granddaughter"}.get(relation, "grandchild"), False
    if relation in ("grandfather", "grandmother"):
        parent = "father" if relation == "grandfather" else "mother"
        own = {"male": "paternal", "female": "maternal"}.get(sex_of_self or "")
        if own is None:
            return parent, True
        return (parent if side == own else f"{parent}_in_law"), False
    if relation in ("father", "mother"):
        return "spouse", False
    return {"uncle": "brother", "aunt": "sister", "brother": "son", "sister": "daughter"}.get(
        relation, "other"
    ), True
