"""Gives conditions, jobs, social insurance, policies and body measures to their owners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.measures import Measure
from bot.language.mentions import Mention
from bot.language.numerals import parse_number
from bot.language.people import Reference

_HARD = re.compile(r"[。!?;\n]")
_CLAUSE = re.compile(r"[,。!?;\n]")
_ALL = re.compile(r"都|均|俩|两个|全|各|一样")
_NO = re.compile(
    r"(?:没有|没得过?|没啥|没什么|没查出|没患|没|无|未见|未患|不是|并没有|从来没有?|都没|不存在|否认|排除了?|没有过|没发现)(?:得过|患过|查出|发现|什么|啥|任何|有过|过|确诊)?(?:有)?$"
)
_NO_LIST = re.compile(
    r"(?:没有|没得过?|没|无|不是|从来没有?|否认)(?:得过|患过|什么|啥|任何|有过|过)?$"
)
_NO_AFTER = re.compile(
    r"^(?:啥的|什么的|这些|之类的?|史|病史|这种病|等)?(?:,?(?:都|全)|也|\s|倒是|是)*"
    r"(?:没有|没得|没查|没|无|正常|不存在|排除)"
    r"(?!吃药|控制|复查|治|手术|做|管|注意|细|去|怎么|好好|其他|别的|其它|什么|啥|再|大碍|大问题|影响|事)"
)
_FORWARD = re.compile(r"^(?:的|史的|了的)(?:我)?\s?$")
_BETWEEN = re.compile(r"^(?:和|、|,|\s|跟|与|或者?|还有|及|也|啊|以及|都|啥的|加|/|\+)*$")
_FAMILY = re.compile(r"(?:得过|患过|有过|因)$")
_JOINED = re.compile(r"^(?:和|跟|与|、|,|\s|还有|及|\d|岁|今年|一个|[一二三四五六七八九十])+$")
_ALL_CLAUSE = re.compile(r"[,\s](?:他们|我们|大家|全家|一家人)?(?:都|全|均)[^,]*$")
_EACH = re.compile(r"(?:一个|一位)(?:是|有|得了?|得过|患|查出|患有|有点)?$")
_EACH_ONE = re.compile(r"一个|一位")
_ANSWER = re.compile(
    r"^(?:也|倒|就|都|才|是|那边|,)*(?:没有|没得|没|无|有)(?=[,。;!]|$|了|的|啊|吧)"
)
_PAY = re.compile(r"月入|年入|月薪|年薪|工资|收入|到手|挣|赚|上班|打工")
_SPEAKS = re.compile(r"(?:借|帮|替)$")


class FactLinker:
    """Walks facts from left to right and asks for the owner of each place."""

    def __init__(
        self,
        text: str,
        original: Any,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        mentions: Sequence[Mention],
    ) -> None:
        self.text, self.original, self.draft = text, original, draft
        self.references = [r for r in references if not r.comparator]
        self.mentions = mentions
        self.owned: list[tuple[Mention, list[MemberDraft]]] = []
        self._last_condition: dict[int, tuple[dict[str, Any], int]] = {}
        self._denied_before: tuple[int, bool] = (-1, False)
        self._places: list[tuple[int, int, dict[str, Any], MemberDraft]] = []

    def read(self) -> None:
        for mention in self.mentions:
            reader = getattr(self, f"_read_{mention.kind}", None)
            if reader is not None:
                reader(mention)
        self._read_topics()
        self._explain_medication()
        add_attributes(self.text, self.original, self._places)

    # --- owners ----------------------------------------

    def owners(self, start: int, end: int, *, adult: bool = False) -> list[MemberDraft]:
        """Whose fact stands at a place of the text."""
        ahead = self._ahead(end)
        if ahead:
            return ahead
        before = [r for r in self.references if r.end <= start and r.members and not r.household]
        near = [r for r in before if not r.speaker]
        reference = near[-1] if near else None
        late = before[-1] if before else None
        if late is not None and late.speaker and self._own_clause(late, start):
            reference = late
        if reference is None:
            after = self._after(end)
            return after or [self.draft.get("self")]
        members = self._collected(reference, start, near)
        if adult and all(m.is_child for m in members):
            adults = [r for r in near if not all(m.is_child for m in r.members)]
            return list(adults[-1].members) if adults else [self.draft.get("self")]
        return members

    def _own_clause(self, speaker: Reference, start: int) -> bool:
        """我想买，有点高血压: the speaker owns a fact only in a message about nobody else."""
        others = [r for r in self.references if not r.speaker and r.members and r.end <= start]
        return not others

    def _ahead(self, end: int) -> list[MemberDraft]:
        for reference in self.references:
            gap = self.text[end : reference.start]
            if reference.start >= end and len(gap) <= 4:
                own = reference.word.form == "self"
                return reference.members if _FORWARD.match(gap) and not own else []
        return []

    def _after(self, end: int) -> list[MemberDraft]:
        for reference in self.references:
            if reference.start >= end and reference.members:
                gap = self.text[end : reference.start]
                return [] if _CLAUSE.search(gap) or " " in gap else reference.members
        return []

    def _collected(
        self, reference: Reference, start: int, near: Sequence[Reference]
    ) -> list[MemberDraft]:
        members = list(reference.members)
        gap = self.text[reference.end : start]
        if not _ALL.search(gap) and not self._subject(reference, gap, near):
            return members
        everyone = bool(_ALL_CLAUSE.search(gap))
        if len(members) > 1:
            return members
        for other in reversed(near[:-1] if near and near[-1] is reference else near):
            joined = self.text[other.end : reference.start]
            if not _JOINED.match(joined) and not (everyone and not _HARD.search(joined)):
                break
            members = [*other.members, *members]
            reference = other
        return list({id(m): m for m in members}.values())

    def _subject(self, reference: Reference, gap: str, near: Sequence[Reference]) -> bool:
        """我和老公没什么大毛病: two persons joined by 和 are one subject."""
        others = [r for r in near if r.end < reference.start]
        if not others or "," in gap or len(gap) > 8:
            return False
        return bool(re.match(r"^(?:和|跟|与)$", self.text[others[-1].end : reference.start]))

    def said(self, mention: Mention) -> str:
        words: str = self.original.said(mention.start, mention.end)
        return words

    # --- conditions ----------------------------------------

    def _read_condition(self, mention: Mention) -> None:
        entry: dict[str, Any] = mention.data
        if self._is_topic(mention):
            return
        owners = self._one_each(mention) or self._condition_owners(mention)
        self.owned.append((mention, owners))
        denied = self._denied(mention)
        self._denied_before = (mention.end, denied)
        for code in entry.get("codes", [entry["code"]]):
            for member in owners:
                if denied:
                    deny(member, code)
                    continue
                self._record(member, code, entry, mention)

    def _one_each(self, mention: Mention) -> list[MemberDraft]:
        """爸妈一个有甲状腺结节一个有糖尿病: the first 一个 is the first of the two."""
        before = [r for r in self.references if r.end <= mention.start and r.members]
        if not before or not _EACH.search(self.text[before[-1].end : mention.start]):
            return []
        pair = [m for r in before[-2:] for m in r.members][-2:]
        told = len(_EACH_ONE.findall(self.text[before[-1].end : mention.start]))
        both = len(_EACH_ONE.findall(self.text[before[-1].end :])) == 2
        return [pair[told - 1]] if both and len(pair) == 2 and told <= 2 else []

    def _condition_owners(self, mention: Mention) -> list[MemberDraft]:
        return self.owners(mention.start, mention.end)

    def _record(
        self, member: MemberDraft, code: str, entry: dict[str, Any], mention: Mention
    ) -> None:
        found = record(member, code, self.said(mention), mention.end)
        if entry.get("grade") is not None:
            found["grade"] = entry["grade"]
        found.update(entry.get("attributes", {}))
        if entry.get("inferred"):
            found["inferred"] = True
        self._last_condition[id(member)] = (found, mention.end)
        self._places.append((mention.start, mention.end, found, member))

    def _explain_medication(self) -> None:
        """一直吃药 of someone with a known illness is for that illness."""
        for member in self.draft.members:
            codes = {c["code"] for c in member.conditions}
            if "long_term_medication" in codes and len(codes) > 1:
                member.conditions = [
                    c for c in member.conditions if c["code"] != "long_term_medication"
                ]
            self._explain_operation(member)

    def _explain_operation(self, member: MemberDraft) -> None:
        """先心病做过手术: the operation has its reason beside it."""
        places = [p for p in self._places if p[3] is member]
        for start, _end, condition, _owner in places:
            near = any(0 <= start - p[1] <= 6 for p in places if p[2] is not condition)
            if condition["code"] == "hospitalization" and near:
                member.conditions = [c for c in member.conditions if c is not condition]

    # --- 高血压我妈没有，是我爸有 ----------------------------------------

    def _is_topic(self, mention: Mention) -> bool:
        """The condition is named first and each person's answer follows."""
        ahead = [r for r in self.references if r.start >= mention.end and r.members]
        behind = [r for r in self.references if r.end <= mention.start and r.members]
        if behind and not _CLAUSE.search(self.text[behind[-1].end : mention.start]):
            return False
        if not ahead or not re.match(
            r"^(?:这个|这事)?[,\s]?$", self.text[mention.end : ahead[0].start]
        ):
            return False
        return bool(_ANSWER.match(self.text[ahead[0].end :]))

    def _read_topics(self) -> None:
        for reference in self.references:
            answer = _ANSWER.match(self.text[reference.end :])
            if not reference.members or not answer:
                continue
            end = reference.end
            topics = [m for m in self.mentions if m.kind == "condition" and m.end <= end]
            if not topics or _HARD.search(self.text[topics[-1].end : end]):
                continue
            for member in reference.members:
                for code in topics[-1].data.get("codes", [topics[-1].data["code"]]):
                    self._answer(member, code, topics[-1], "没" in answer[0] or "无" in answer[0])

    def _answer(self, member: MemberDraft, code: str, topic: Mention, no: bool) -> None:
        if no:
            member.conditions = [c for c in member.conditions if c["code"] != code]
            deny(member, code)
            return
        self._record(member, code, topic.data, topic)
        self.owned.append((topic, [member]))

    def _denied(self, mention: Mention) -> bool:
        before = self.text[max(0, mention.start - 12) : mention.start]
        if _NO.search(before) and not re.search(
            r"有没有$|是不是$|说不是$|没有?控制|不是说$|是否有?$", before
        ):
            return True
        code = mention.data["code"]
        if code in ("smoking", "drinking") and re.search(r"(?:不|从不|不怎么|没|戒了?)$", before):
            return True
        end, was = self._denied_before
        if was and end >= 0 and _BETWEEN.match(self.text[end : mention.start]):
            return True
        after = self.text[mention.end : mention.end + 10]
        listed = self._end_of_list(mention)
        return bool(_NO_AFTER.match(after)) or bool(
            listed and _NO_AFTER.match(self.text[listed : listed + 10])
        )

    def _end_of_list(self, mention: Mention) -> int | None:
        """高血压糖尿病都没有: the denial after the list covers the whole list."""
        end = mention.end
        moved = False
        for other in self.mentions:
            if (
                other.kind == "condition"
                and other.start >= end
                and _BETWEEN.match(self.text[end : other.start])
            ):
                end, moved = other.end, True
        return (
            end
            if moved
            and re.match(
                r"^(?:啥的|什么的|这些)?(?:都|全|也都?)(?:没有|没)", self.text[end : end + 8]
            )
            else None
        )

    def _read_measure(self, mention: Mention) -> None:
        measure: Measure = mention.data
        owners = self.owners(mention.start, mention.end)
        self.owned.append((mention, owners))
        for member in owners:
            for key, value in measure.fields:
                self._field(member, key, value, mention)
            if measure.code is not None:
                self._measured(member, measure, mention)
            elif measure.grade is not None or measure.attributes:
                self._refine(member, measure, mention)

    def _field(self, member: MemberDraft, key: str, value: Any, mention: Mention) -> None:
        owner = member
        if key.startswith("pregnant"):
            owner = self._expecting(member)
        owner.facts[key] = value
        owner.sources[key] = self.said(mention)

    def _expecting(self, member: MemberDraft) -> MemberDraft:
        """Only a woman is pregnant: with a male or child owner it is the other half."""
        if member.sex == "female" and not member.is_child:
            return member
        if member.relation == "self" and member.sex is None:
            spouse = self.draft.find("spouse")
            return spouse if spouse is not None and spouse.sex == "female" else member
        if member.relation == "self" and member.sex == "male":
            return self.draft.get("spouse", "female")
        known = [m for m in self.draft.members if "pregnant" in m.facts]
        if known:
            return known[0]
        women = [
            m
            for m in self.draft.members
            if m.sex == "female" and m.relation in ("self", "spouse", "partner", "daughter_in_law")
        ]
        return women[0] if women else self.draft.get("self")

    def _measured(self, member: MemberDraft, measure: Measure, mention: Mention) -> None:
        code = measure.code or ""
        existing = next((c for c in member.conditions if c["code"] == code), None)
        alias = {"prediabetes": "diabetes"}.get(code)
        if existing is None and alias:
            existing = next((c for c in member.conditions if c["code"] == alias), None)
        if existing is None and code == "diabetes":
            pre = next((c for c in member.conditions if c["code"] == "prediabetes"), None)
            if pre is not None and measure.establishes:
                pre["code"] = "diabetes"
                existing = pre
        if existing is None and not measure.establishes:
            return
        if existing is None:
            existing = record(member, code, self.said(mention), mention.end)
            self._places.append((mention.start, mention.end, existing, member))
        existing.update(measure.attributes)
        if measure.grade is not None:
            existing["grade"] = max(measure.grade, existing.get("grade") or 0)
        self._last_condition[id(member)] = (existing, mention.end)

    def _refine(self, member: MemberDraft, measure: Measure, mention: Mention) -> None:
        """A grade or a size belongs to the condition named beside it."""
        last = self._last_condition.get(id(member))
        if last is None or mention.start - last[1] > 14:
            following = self._following_condition(mention)
            if following is None:
                return
            last = following
            self._later(member, measure, following)
            return
        apply(last[0], measure)

    def _following_condition(self, mention: Mention) -> Any:
        for other in self.mentions:
            if other.kind == "condition" and 0 <= other.start - mention.end <= 4:
                return other
        return None

    def _later(self, member: MemberDraft, measure: Measure, mention: Mention) -> None:
        if self._denied(mention):
            return
        found = record(member, mention.data["code"], self.said(mention), mention.end)
        apply(found, measure)

    # --- work and cover ----------------------------------------

    def _read_occupation(self, mention: Mention) -> None:
        word, entry = mention.data
        before = self.text[max(0, mention.start - 4) : mention.start]
        if re.search(r"不是$|不做$|没在$|以前是?$|原来是?$|曾经是?$", before):
            return
        adult = word not in ("学生",) and not self._grown_child(mention)
        owners = self.owners(mention.start, mention.end, adult=adult)
        for member in owners:
            if member.facts.get("occupation_class", 0) > entry.get("class", 0):
                continue
            member.facts["occupation"] = entry.get("name") or self.said(mention)
            if entry.get("class"):
                member.facts["occupation_class"] = entry["class"]
            if re.search(r"妈|太太|主妇|妇女", word) and member.sex is None:
                member.sex = "female"
            if "earning" in entry:
                member.facts["earning"] = entry["earning"]
            member.sources["occupation"] = self.said(mention)
        self.owned.append((mention, owners))

    def _grown_child(self, mention: Mention) -> bool:
        """儿子20当兵: a child of working age, named in the same clause, has the job."""
        owners = self.owners(mention.start, mention.end)
        near = [r for r in self.references if r.end <= mention.start and r.members]
        if len(owners) != 1 or not near or _CLAUSE.search(self.text[near[-1].end : mention.start]):
            return False
        age = owners[0].age
        return owners[0].is_child and age is not None and age.known and age.min >= 16

    def _read_social_insurance(self, mention: Mention) -> None:
        owners = self.owners(mention.start, mention.end, adult=self._after_pay(mention))
        value = mention.data["value"]
        before = self.text[max(0, mention.start - 3) : mention.start]
        if value in ("employee", "resident", "rural") and re.search(
            r"(?:没有|没交|没上|没|无)$", before
        ):
            value = "none" if value != "employee" else None
        if self._is_question(mention):
            return
        for member in owners:
            actual = value
            if value == "unknown":
                actual = "resident" if member.is_child else "employee"
                member.guess("social_insurance")
            if actual == "employee" and member.is_child and len(owners) > 1:
                continue
            if actual is not None:
                member.facts["social_insurance"] = actual
                member.sources["social_insurance"] = self.said(mention)
        self.owned.append((mention, owners))

    def _after_pay(self, mention: Mention) -> bool:
        """带个女儿，月入8000，没有社保: what follows the pay is the earner's."""
        clauses = _CLAUSE.split(self.text[: mention.start].rstrip(","))
        return bool(_PAY.search(clauses[-1]))

    def _is_question(self, mention: Mention) -> bool:
        after = self.text[mention.end : mention.end + 6]
        return bool(re.match(r"(?:还|能|可以|了还|怎么|是什么|有什么)", after)) and not any(
            r.members and not r.speaker for r in self.references
        )


def record(member: MemberDraft, code: str, said: str, end: int) -> dict[str, Any]:
    """The condition of a member, made when new."""
    if code in member.denied:
        member.denied.remove(code)
    for condition in member.conditions:
        if condition["code"] == code:
            return condition
    found: dict[str, Any] = {"code": code, "said": said}
    member.conditions.append(found)
    return found


def deny(member: MemberDraft, code: str) -> None:
    if code not in member.denied and all(c["code"] != code for c in member.conditions):
        member.denied.append(code)


_CUES: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (
        frozenset({"hypertension", "depression", "anxiety"}),
        re.compile(r"吃着药|在吃药|吃药控制|服药|吃.{0,4}药|按时吃药|在用药|舍曲林|降压药"),
        "on_medication",
    ),
    (
        frozenset({"hypertension"}),
        re.compile(
            r"控制(?:得|的)?(?:还|挺|很|也|都)?(?:好|不错|稳定|可以|住|正常|稳|理想)|控制在正常|稳定"
        ),
        "controlled",
    ),
    (frozenset({"diabetes"}), re.compile(r"胰岛素"), "insulin"),
    (
        frozenset({"hepatitis_b_carrier", "hepatitis_b_small", "hepatitis_b_big"}),
        re.compile(r"肝功能?(?:都|全|一直|指标|,|是|也)*(?:正常|没问题|没事)"),
        "liver_function_normal",
    ),
    (frozenset({"coronary_heart_disease"}), re.compile(r"支架|搭桥"), "stent"),
    (frozenset({"intestinal_polyp"}), re.compile(r"切(?:了|除|掉|过)|摘(?:了|除)|割了"), "removed"),
    (frozenset({"kidney_stone"}), re.compile(r"双侧|两侧|双肾|两边"), "bilateral"),
)
_SINCE = re.compile(
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:来|多)?年(?:了|的?病史|前查出|前确诊|前)|(?:得了|有|患病|确诊)(?P<n2>\d{1,2}|[一二两三四五六七八九十]{1,3})(?:来|多)?年"
)
_AFTER_SURGERY = re.compile(
    r"(?:术后|手术后|做完手术|治疗后|切了|手术)(?:已经|都|有|快|大概)*(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})年|(?P<n2>\d{1,2}|[一二两三四五六七八九十]{1,3})年前(?:做的?|动的?|切的?|做了)?(?:手术|切除|切)"
)


def add_attributes(
    text: str, original: Any, places: Sequence[tuple[int, int, dict[str, Any], MemberDraft]]
) -> None:
    """What the words around a condition add: medication, control, insulin, years."""
    for i, (start, end, condition, _member) in enumerate(places):
        later = [p[0] for p in places[i + 1 :] if p[0] > end]
        stop = min([end + 20, *later])
        around = _HARD.split(text[end:stop])[0]
        for codes, pattern, name in _CUES:
            here = pattern.search(text[start:end] + around)
            if (
                condition["code"] in codes
                and here
                and not re.search(r"没$|不$|没有$", around[: max(0, here.start() - (end - start))])
            ):
                condition.setdefault(name, True)
        _add_years(condition, around)


def _add_years(condition: dict[str, Any], around: str) -> None:
    code = condition["code"]
    pattern, name = (
        (_AFTER_SURGERY, "years_since_treatment") if code == "cancer" else (_SINCE, "since_years")
    )
    if code not in ("cancer", "hypertension", "diabetes"):
        return
    match = pattern.search(around)
    number = parse_number(match["n"] or match["n2"]) if match else None
    if isinstance(number, int):
        condition.setdefault(name, number)


_GRADED = {
    "hypertension": 3,
    "thyroid_nodule": 5,
    "breast_nodule": 5,
    "fatty_liver": 3,
    "thalassemia": 3,
}
_SIZED = {
    "thyroid_nodule",
    "breast_nodule",
    "lung_nodule",
    "kidney_stone",
    "gallstone",
    "gallbladder_polyp",
    "uterine_fibroid",
    "ovarian_cyst",
}


def apply(condition: dict[str, Any], measure: Measure) -> None:
    """Add a grade or attributes where the condition takes them."""
    code = condition["code"]
    degree = any(k == "_degree" for k, _ in measure.attributes)
    if measure.grade is not None and code in _GRADED:
        by_word = code in ("fatty_liver", "hypertension", "thalassemia")
        if (degree and by_word) or (not degree and code not in ("fatty_liver", "thalassemia")):
            condition["grade"] = min(measure.grade, _GRADED[code])
    for key, value in measure.attributes:
        if key == "size_mm" and code in _SIZED:
            condition[key] = max(value, condition.get(key, 0))
