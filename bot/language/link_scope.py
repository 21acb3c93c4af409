"""Who is to be insured: exclusions, the only one, the deceased, people outside the family."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.people import Reference

_DEAD = re.compile(
    r"^(?:已经|都|早就?|前年|去年|前几年|几年前|早些年|车祸|因病|生病|病|癌症|意外|突然|也|今年|刚|不幸|,|\s)*(?:去世|过世|不在了|走了|没了|病逝|病故|离世|去了天堂|不在世|已故|殁|牺牲|先走|走得早|走的早|去的早)"
)
_ALIVE = re.compile(r"健在|还在|在世")
_EXCEPT = re.compile(
    r"(?:除了|除开|除去|不包括|不算|不含|不给|别给|不用给|不用管|先不给|撇开|刨去|刨除|去掉|先不管|先不考虑|不考虑|不想给|不打算给|不需要给|没打算给)$"
)
_NOT_FOR = re.compile(
    r"^(?:他|她|们|俩|自己|就|先|暂时|都|那边|这次|,|\d{1,2}岁?|还小|太小|小|年纪大了?|岁数大了?)*(?:不用买|不用了|不用(?!交|吃|住|体检|上)|不买|不需要|不要(?!重|意外|医疗|定|寿|百万|太|超|求)|不考虑|先不管|不用管|不算|不用考虑|就不买|就算了|不参与|先不买|不给买|不投|不想买|不愿意买|不肯买|都不用|不用给|别算|不用算|暂时不|除外|已经买全|都配齐了|配齐了)"
)
_ONLY = re.compile(
    r"(?:就|只|仅|光|单独|单|只想|就想|只需要|只要|只考虑|就只|主要就)(?:给|为|帮|替|想给|要给|打算给|准备给)$|(?:就|只|光|单)(?:给|为|帮)(?:我|俺|咱)?$"
)
_ONLY_SELF = re.compile(
    r"(?:就|只|光|仅)(?:想)?(?:给)?我(?:一个人|自己)(?:买|要|需要|投|配)|只(?:想)?(?:先)?(?:给)(?:我)?自己买|先给自己买|就我(?:自己|一个人)?买"
)
_ONE_PERSON = re.compile(
    r"^(?:他|她)?(?:一个人|自己|一人|俩|两个人|们)?(?:买|配|上|投|办|弄|整|考虑|看看)"
)
_HEALTHY = re.compile(
    r"(?:身体|身子骨?|健康)(?:状况)?(?:都|也|一直|倒|还|挺|很|蛮|比较|非常|相当|算|没|各方面|目前|现在|特别|状况|,)*(?:好(?!好|转|久|不|像)|健康|不错|硬朗|棒|可以|没(?:啥|什么)?(?:毛病|问题|病|大碍|大毛病|事)|行(?!不)|正常|结实|壮|还行)|(?<!不)健健康康|没病没痛|没病没灾|无病无灾|没(?:有|啥|什么|得过什么|得过啥)(?:任何)?(?:病史|疾病|大病|毛病|病)(?!历|种|房|例|假)|(?:体检|指标|检查)(?:都|全|一切|结果|报告|指标|各项|也|没)*(?:正常|没问题|合格|过关)|一切正常|(?:都|挺|很|比较|也|蛮|还算|还|非常|身体|全家|,|均)健康(?!告知|险|保险|问|情况|不)|(?:都|挺|很|还|蛮|也)(?:硬朗|结实)|身强体壮|倍儿棒|啥(?:毛?病|事)(?:都|也)?没有?|什么(?:毛?病|事)(?:都|也)没有?|没(?:有|啥|什么)?(?:大)?(?:毛病|问题|病)(?=[,。;!\s]|$|的|啊|,)|(?<=[岁亲妈爸公婆爷奶])(?:很|挺|也|都)?健康(?=[,。;\s\d一二三四五六七八九]|$)|[啥什]么?(?:大)?毛病(?:都|也)?没有?|没什么(?:毛病|病|大问题)|既往病史无|无既往病史"
)
_UNHEALTHY = re.compile(r"身体(?:不|没)(?:太|怎么|是很)?(?:好|行)")


class ScopeLinker:
    """Reads what is said about persons as such: insured or not, alive, well."""

    def __init__(
        self,
        text: str,
        original: object,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        owners: Callable[[int, int], list[MemberDraft]],
    ) -> None:
        self.text, self.draft, self.original = text, draft, original
        self.references = references
        self.owners = owners
        self.placed: list[tuple[int, int, str, list[MemberDraft]]] = []

    def read(self) -> None:
        only: list[MemberDraft] = []
        for i, reference in enumerate(self.references):
            if reference.word.form == "outsider" and reference.members:
                self.placed.append(
                    (reference.start, reference.end, "not_family", reference.members)
                )
                continue
            if not reference.members:
                continue
            before = self.text[max(0, reference.start - 8) : reference.start]
            after = self._after(i)
            if _DEAD.match(after):
                self._leave(reference.members, "deceased", reference)
            elif _EXCEPT.search(before):
                self._leave(self._joined(i), "excluded", reference)
            elif (
                _NOT_FOR.match(after) or self._far_from(after, reference)
            ) and not reference.speaker:
                self._leave(self._joined_back(i), "excluded", reference)
            elif _ONLY.search(before) and _ONE_PERSON.match(self._tail(i)):
                only.extend(self._joined(i))
        if _ONLY_SELF.search(self.text) and self.draft.find("self"):
            only = [self.draft.get("self")]
        if only:
            others = [m for m in self.draft.members if m not in only]
            self._mark(others, "excluded")
        self._read_health()

    def _far_from(self, after: str, reference: Reference) -> bool:
        """儿子在国外不用买: a reason may stand between."""
        own = reference.word.form == "self"
        following = [r.start for r in self.references if r.start >= reference.end]
        if following:
            after = after[: following[0] - reference.end]
        return not own and bool(
            re.match(
                r"^[^,。;!?我他她]{0,7}(?:不用管|不用买|不用给|不用算|不用考虑|不考虑|先不买)",
                after,
            )
        )

    def _after(self, i: int) -> str:
        end = self.references[i].end
        return self.text[end : end + 14]

    def _tail(self, i: int) -> str:
        last = i
        while last + 1 < len(self.references) and self._linked(last, last + 1):
            last += 1
        return self.text[self.references[last].end : self.references[last].end + 8]

    def _linked(self, i: int, j: int) -> bool:
        gap = self.text[self.references[i].end : self.references[j].start]
        return bool(re.match(r"^(?:和|跟|与|、|还有|及)?$", gap))

    def _joined(self, i: int) -> list[MemberDraft]:
        members = list(self.references[i].members)
        while i + 1 < len(self.references) and self._linked(i, i + 1):
            i += 1
            members += self.references[i].members
        return members

    def _joined_back(self, i: int) -> list[MemberDraft]:
        members = list(self.references[i].members)
        while i > 0 and self._linked(i - 1, i):
            i -= 1
            members += self.references[i].members
        return members

    def _leave(self, members: list[MemberDraft], reason: str, reference: Reference) -> None:
        self._mark(members, reason)
        self.placed.append((reference.start, reference.end, reason, members))

    def _mark(self, members: Sequence[MemberDraft], reason: str) -> None:
        for member in members:
            member.facts["insure"] = False
            member.facts["not_insured_reason"] = reason

    # --- health ----------------------------------------

    def _read_health(self) -> None:
        for match in _HEALTHY.finditer(self.text):
            if _UNHEALTHY.match(match[0]) or self._asked(match) or self._remainder(match):
                continue
            members = self._well(match.start(), match.end())
            for member in members:
                if not member.conditions or match.start() > 0:
                    member.facts["healthy"] = True
                    member.sources["healthy"] = self.original.said(*match.span())  # type: ignore[attr-defined]
            self.placed.append((match.start(), match.end(), "healthy", members))

    def _remainder(self, match: re.Match[str]) -> bool:
        """别的没啥 after an illness says that there is nothing else, not that all is well."""
        return bool(
            re.search(
                r"(?:别的|其他|其它|另外|此外|除此之外)(?:都|的|也|,)*$", self.text[: match.start()]
            )
        )

    def _asked(self, match: re.Match[str]) -> bool:
        return bool(re.match(r"[吗么?]|才", self.text[match.end() : match.end() + 1]))

    def _well(self, start: int, end: int) -> list[MemberDraft]:
        before = [r for r in self.references if r.end <= start]
        near = [r for r in before if r.members and not r.speaker and not r.comparator]
        clause = re.split(r"[。!?;\n]", self.text[:start])[-1]
        if re.search(
            r"(?:其他|其余|剩下|别的?)(?:的)?(?:人|家人|成员)(?:都|全|身体|也)*$",
            clause,
        ):
            return [m for m in self.draft.members if not m.conditions]
        if re.search(
            r"(?:全家|一家|大家|家里人|家人|我们|每个人|所有人)(?:人|身体|的)?[^,]{0,6}$",
            clause + self.text[start:end],
        ):
            recent = near[-1] if near else None
            if (
                recent is not None
                and len(recent.members) > 1
                and "全家" not in clause
                and "大家" not in clause
            ):
                return recent.members
            if len(self.draft.members) > 1:
                return [m for m in self.draft.members if m.facts.get("insure", True)]
        return self.owners(end, end)
