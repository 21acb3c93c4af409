"""Decides what each amount is for: income, budget, debt, assets, expense, a policy's sum."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from bot.language.draft import HouseholdDraft, MemberDraft
from bot.language.mentions import Mention
from bot.language.money import Amount
from bot.language.numerals import DIGITS, parse_number
from bot.language.people import Reference

_STOP = re.compile(r"[。!?;\n]")
_DEBT = re.compile(
    r"房贷|车贷|贷款|借款|欠款|欠了|欠着|负债|债务|外债|花呗|借呗|网贷|信用卡|白条|欠|饥荒|按揭|房子还有|没还|还款|月供|还着|债"
)
_ASSETS = re.compile(
    r"存款|积蓄|存了|攒了|储蓄|资产|理财|手里有|手头有|闲钱|余额|存着|定期存|攒下|家底|存折|手上有"
)
_INCOME = re.compile(
    r"月薪|年薪|工资|收入|月入|年入|挣|赚|到手|进账|落个|薪水|薪资|底薪|月收|年收|退休金|养老金|奖金|年终|提成|税前|税后|月结|入账|月光|流水|利润|净赚|进项|薪"
)
_EXPENSE = re.compile(r"开销|花销|支出|生活费|开支|花费|家用|日常花")
_BUDGET = re.compile(
    r"预算|保费|打算花|准备花|愿意花|花个|想花|拿出|掏|交个|每年交|一年交|以内|控制在|封顶|不超过|别超|买保险|上保险|花在|投入|最多|能接受|给个|配|加点钱|保险.{0,4}(?:花|费|钱)|改成|改为|钱不多|花.{0,3}(?:钱|块|万)"
)
_HOME = re.compile(
    r"家庭|全家|一家|家里|我家|我们家|两口子|俩人|两人|两个人|夫妻|加起来|合计|总共|合起来|俩|我们(?!单位|公司)|家中|咱家|一起|共|屋里"
)
_MONTHLY = re.compile(
    r"月薪|月入|一个月|每个?月|月收入|月到手|月工资|按月|月结|/月|月均|个月|月供|月收|单月|月光"
)
_YEARLY = re.compile(
    r"年薪|年入|一年|每年|年收入|全年|/年|年收|年到手|按年|年均|年底|年终|年交|年支出|年缴"
)
_DAILY = re.compile(r"一天|每天|日薪|/天|每日|天天")
_MONTHS = re.compile(r"(?P<n>\d{2}|十[二三四五六七八]?)(?:薪|个月(?:的)?工资|个月薪)")
_SHARE = re.compile(
    r"(?:(?:年|家庭|总)?收入|工资|年薪)的?(?:大概|差不多|约)?(?P<p>\d{1,2}(?:\.\d+)?%|百分之[一二三四五六七八九十]+|十分之[一二三四五]|[一二三]成|\d{1,2}个点)"
)
_INSURE = re.compile(r"保险|投保|保障|买|配|方案|规划|险")
_POLICY_CUE = re.compile(
    r"有一?份|有个|有|买过|买了|已经买|已有|配了|上了|投了|交着|办了|入了|给.{0,6}买了|持有|在保|份|参加了|之前买|去年买|前年买|早年买|上过|上着|买的"
)
_WISH = re.compile(
    r"想买|要买|想配|想要|打算买|准备买|推荐|需要|该买|能买|可以买|买什么|买啥|怎么买|想给|要不要|买个|买份|想上|想入|配个|加个|要个|补个|没有|没买|还没|不要|没有过|还缺|没配|怎么选|哪个|多少钱|想投|换成|给.{0,4}买个|从没|没有任何|没买过|什么是|是什么|区别|了解|缺|算了|去掉|别配|想补"
)


class MoneyLinker:
    """Walks amounts from left to right; the words beside each say what it is for."""

    def __init__(
        self,
        text: str,
        original: Any,
        draft: HouseholdDraft,
        references: Sequence[Reference],
        mentions: Sequence[Mention],
        owners: Callable[..., list[MemberDraft]],
    ) -> None:
        self.text, self.original, self.draft = text, original, draft
        self.references, self.mentions, self.owners = references, mentions, owners
        self._last: tuple[str, Mention, list[MemberDraft]] | None = None
        self._used: set[int] = set()
        self._pay_is_monthly = False
        self.placed: list[tuple[Mention, str, list[MemberDraft], Any]] = []

    def read(self) -> None:
        self._policies()
        self._share()
        for mention in self.mentions:
            if mention.kind not in ("money", "ge", "bare_money") or mention.start in self._used:
                continue
            if re.search(
                r"(?:不是|并非)\s?$", self.text[max(0, mention.start - 4) : mention.start]
            ):
                continue
            self._amount(mention)

    def _said(self, mention: Mention) -> str:
        words: str = self.original.said(mention.start, mention.end)
        return words

    # --- contexts ----------------------------------------

    def _before(self, mention: Mention, reach: int = 18) -> str:
        start = max(0, mention.start - reach)
        for other in self.mentions:
            if other.kind in ("money", "ge", "bare_money") and other.end <= mention.start:
                start = max(start, other.end)
        text = self.text[start : mention.start]
        parts = _STOP.split(text)
        return parts[-1]

    def _after(self, mention: Mention, reach: int = 10) -> str:
        end = min(len(self.text), mention.end + reach)
        for other in self.mentions:
            if other.kind in ("money", "ge", "bare_money", "line") and other.start >= mention.end:
                end = min(end, other.start)
                break
        return re.split(r"[,。!?;\n]", self.text[mention.end : end])[0]

    def _clause_before(self, mention: Mention) -> str:
        return re.split(r"[,]", self._before(mention))[-1]

    # --- purposes ----------------------------------------

    def _amount(self, mention: Mention) -> None:
        amount: Amount = mention.data
        before, after, near = (
            self._before(mention),
            self._after(mention),
            self._clause_before(mention),
        )
        purpose = self._purpose(near, after)
        if (
            purpose is None
            and mention.kind == "money"
            and (_YEARLY.search(near) and _HOME.search(near))
        ):
            purpose = self._default(mention, near, after)
        purpose = purpose or (self._purpose(before, "") if mention.kind != "ge" else None)
        if purpose is None and self._last is not None and self._last[0] == "income":
            between = self.text[self._last[1].end : mention.start]
            purpose = (
                "income"
                if re.search(r"^[,\s]*(?:有时|有的|差的|坏的|淡季|不好)", between)
                else None
            )
        if purpose is None and mention.kind == "money" and self._also_earns(mention, near):
            purpose = "income"
        if purpose is None and mention.kind == "ge" and _YEARLY.search(near):
            purpose = "budget" if re.search(r"买|配|预算|保险", before) else None
        if purpose is None and mention.kind == "money":
            purpose = self._default(mention, near, after)
        if purpose is None:
            return
        if purpose == "income" and mention.kind == "bare_money" and amount.max < 50000:
            amount = Amount(amount.min * 10000, amount.max * 10000) if amount.max < 1000 else amount
        handler = getattr(self, f"_{purpose}")
        handler(mention, amount, before, after)

    def _purpose(self, before: str, after: str) -> str | None:
        """The nearest money word decides; what stands before counts more than what follows."""
        best: tuple[int, str] | None = None
        for name, pattern in _PURPOSES:
            for match in pattern.finditer(before):
                if best is None or match.end() >= best[0]:
                    best = (match.end(), name)
        if best is not None:
            return best[1]
        for name, pattern in _PURPOSES:
            if pattern.search(after):
                return name
        return None

    def _default(self, mention: Mention, near: str, after: str) -> str | None:
        """No money word: a monthly figure is pay, a small yearly one the budget."""
        amount: Amount = mention.data
        yuan = amount.max / 100
        if re.search(r"保额|赔|免赔|报销|门诊花|骗|花了|保费", near + after):
            return None
        if _DAILY.search(near):
            return "budget" if yuan <= 100 else None
        if _MONTHLY.search(near) or _MONTHLY.search(after):
            return "income" if yuan >= 1500 else "budget"
        yearly = _YEARLY.search(near) or _YEARLY.search(after)
        if yearly:
            return "income" if yuan > 35000 else "budget"
        if re.match(r"^(?:块钱?)?(?:给|够|能买|可以|行|左右|预算|以内|的预算)", after) or (
            "块" in self.text[mention.start : mention.end]
            and _INSURE.search(self.text)
            and yuan >= 300
        ):
            return "budget" if yuan <= 200000 else None
        if (
            re.search(
                r"(?:以内|以下|封顶|左右|上下|之内|不到)$", self.text[mention.start : mention.end]
            )
            and _INSURE.search(self.text)
            and yuan <= 60000
        ):
            return "budget"
        return None

    # --- handlers ----------------------------------------

    def _income(self, mention: Mention, amount: Amount, before: str, after: str) -> None:
        near = self._clause_before(mention)
        yearly = self._annual(mention, amount, near, after)
        owners, household = self._earners(mention, near)
        if (
            re.search(r"年终奖?|奖金|提成|另外还有|年底分红|分红", near[-8:])
            and self._last
            and self._last[0] == "income"
        ):
            self._add_bonus(yearly, mention)
            return
        self._pay_is_monthly = yearly.max == amount.max * 12
        owners = self._working(owners)
        words = self._words(mention, near)
        yearly = self._either(yearly, owners, household, mention)
        if household:
            self._set_household("annual_income_fen", yearly, words)
        for member in owners:
            member.facts["annual_income_fen"] = yearly
            member.sources["annual_income_fen"] = words
        self._last = ("income", mention, owners)
        self.placed.append((mention, "annual_income_fen", owners, yearly))

    def _also_earns(self, mention: Mention, near: str) -> bool:
        """老公一个月9千，我做收银4千: the second figure of a pair is pay too."""
        if self._last is None or self._last[0] != "income":
            return False
        start = mention.start - len(near)
        named = [r for r in self.references if start <= r.start < mention.start and r.members]
        return bool(named) and not any(m.is_child for r in named for m in r.members)

    def _working(self, owners: list[MemberDraft]) -> list[MemberDraft]:
        """Pay belongs to the one who works: 老婆没工作，月薪一万八 is the speaker's."""
        if len(owners) != 1 or owners[0].facts.get("earning") is not False:
            return owners
        if owners[0].facts.get("occupation") == "退休" or owners[0].relation not in (
            "self",
            "spouse",
        ):
            return owners
        other = "spouse" if owners[0].relation == "self" else "self"
        return [self.draft.get(other)]

    def _either(
        self, amount: Amount, owners: list[MemberDraft], household: bool, mention: Mention
    ) -> Amount:
        """有时候一年50w有时候才十几个w: both figures, as one range."""
        if self._last is None or self._last[0] != "income":
            return amount
        between = self.text[self._last[1].end : mention.start]
        if not re.search(
            r"有时|有的时候|差的|坏的|少的|淡季|好的|不好|最少|最多|到|也就|或", between
        ):
            return amount
        bases = [m.facts.get("annual_income_fen") for m in owners]
        base = (
            self.draft.facts.get("annual_income_fen")
            if household
            else (bases[0] if bases else None)
        )
        if base is None:
            return amount
        return Amount(min(base.min, amount.min), max(base.max, amount.max))

    def _words(self, mention: Mention, near: str) -> str:
        cue = list(_PERIOD_CUE.finditer(near))
        start = mention.start
        if cue and len(near) - cue[-1].end() <= 4:
            start = mention.start - len(near) + cue[-1].start()
        words: str = self.original.said(start, mention.end)
        return words

    def _annual(self, mention: Mention, amount: Amount, near: str, after: str) -> Amount:
        around = self.text[max(0, mention.start - 16) : mention.end + 10]
        months = _MONTHS.search(around)
        said = self.text[mention.start : mention.end]
        if months and not _YEARLY.search(near):
            number = parse_number(months["n"])
            return amount.times(float(number or 12))
        if _DAILY.search(near):
            return amount.times(250)
        monthly = list(_MONTHLY.finditer(near))
        yearly = list(_YEARLY.finditer(near))
        if monthly and (not yearly or monthly[-1].end() > yearly[-1].end()):
            return amount.times(12)
        if yearly or _YEARLY.search(after):
            return amount
        if _MONTHLY.search(after):
            return amount.times(12)
        if self._pay_is_monthly and amount.max <= 10_000_000:
            return amount.times(12)
        small = amount.max <= 5_000_000 and not said.endswith("个")
        pay = re.search(r"工资|退休金|养老金|到手|底薪|薪水|薪资", near)
        return amount.times(12) if pay and small else amount

    def _earners(self, mention: Mention, near: str) -> tuple[list[MemberDraft], bool]:
        offset = mention.start - len(near)
        persons = [r.end - offset for r in self.references if r.members and r.end <= mention.start]
        home = [m.start() for m in _HOME.finditer(near) if m.end() >= max([0, *persons])]
        if home and not _ONE_EARNER.search(near):
            return [], True
        inside = [
            r
            for r in self.references
            if mention.start - len(near) <= r.start < mention.start and r.members
        ]
        adults = [r for r in inside if not all(m.is_child for m in r.members)]
        if adults and not all(m.is_child for m in inside[-1].members):
            members = self.owners(mention.start, mention.end, adult=True)
            if (
                len(members) == 2
                and {m.relation for m in members} == {"self", "spouse"}
                and not re.search(r"都|各|每人|均", near)
            ):
                return [], True
            return members, False
        return self._carried(mention, near)

    def _carried(self, mention: Mention, near: str) -> tuple[list[MemberDraft], bool]:
        """No earner in the clause: the last adult spoken of, or the household."""
        anyone = [r for r in self.references if r.end <= mention.start]
        if anyone and anyone[-1].household:
            return [], True
        before = [r for r in anyone if r.members]
        adults = [r for r in before if not all(m.is_child for m in r.members) and not r.speaker]
        if adults and _is_couple(adults[-1].members):
            return [], True
        last = before[-1] if before else None
        collective = re.search(r"年收入|收入|年入", near) is not None and not re.search(
            r"月|工资", near
        )
        couple = self.draft.find("spouse") is not None and self.draft.find("self") is not None
        if (
            last is not None
            and not last.speaker
            and len(last.members) == 2
            and {m.relation for m in last.members} == {"self", "spouse"}
        ):
            return [], True
        child = last is not None and all(m.is_child or m.relation in _ELDERS for m in last.members)
        if collective and (child or (couple and self._only_age_since(last, mention))):
            return [], True
        return self.owners(mention.start, mention.end, adult=True), False

    def _only_age_since(self, last: Reference | None, mention: Mention) -> bool:
        if last is None:
            near = self.text[: mention.start].rfind(",") + 1
            return not any(
                m.kind == "occupation" and near <= m.start < mention.start for m in self.mentions
            )
        return not any(
            m.kind in ("occupation", "social_insurance", "condition")
            and last.end <= m.start < mention.start
            for m in self.mentions
        )

    def _add_bonus(self, amount: Amount, mention: Mention) -> None:
        assert self._last is not None
        for member in self._last[2]:
            base: Amount = member.facts["annual_income_fen"]
            member.facts["annual_income_fen"] = Amount(base.min + amount.min, base.max + amount.max)
        if not self._last[2] and "annual_income_fen" in self.draft.facts:
            base = self.draft.facts["annual_income_fen"]
            self.draft.facts["annual_income_fen"] = Amount(
                base.min + amount.min, base.max + amount.max
            )

    def _budget(self, mention: Mention, amount: Amount, before: str, after: str) -> None:
        near = self._clause_before(mention)
        factor = 1
        if _MONTHLY.search(near) or re.match(r"^\s?(?:一个月|每月|/月)", after):
            factor = 12
        elif _DAILY.search(near) or re.match(r"^\s?(?:一天|每天|/天)", after):
            factor = 365
        self._set_household("annual_budget_fen", amount.times(factor), self._words(mention, near))
        self._last = ("budget", mention, [])
        self.placed.append((mention, "annual_budget_fen", [], amount.times(factor)))

    def _debts(self, mention: Mention, amount: Amount, before: str, after: str) -> None:
        near = self._clause_before(mention)
        instalment = re.search(
            r"月供|每个?月还|一个月还|一个月(?:房贷|车贷|要还)|每月|一年还|每年还", near + after[:3]
        )
        if instalment or (_MONTHLY.search(near) and amount.max < 5_000_000):
            return
        base = self.draft.facts.get("debts_fen")
        total = Amount(base.min + amount.min, base.max + amount.max) if base else amount
        words = self._words(mention, near)
        self.draft.facts["debts_fen"] = total
        self.draft.sources.setdefault("debts_fen", words)
        self._last = ("debts", mention, [])
        self.placed.append((mention, "debts_fen", [], total))

    def _assets(self, mention: Mention, amount: Amount, before: str, after: str) -> None:
        self._set_household(
            "assets_fen", amount, self._words(mention, self._clause_before(mention))
        )
        self.placed.append((mention, "assets_fen", [], amount))

    def _expense(self, mention: Mention, amount: Amount, before: str, after: str) -> None:
        near = self._clause_before(mention)
        monthly = amount if not _YEARLY.search(near) else amount.times(1 / 12)
        self._set_household("monthly_expense_fen", monthly, self._words(mention, near))
        self.placed.append((mention, "monthly_expense_fen", [], monthly))

    def _set_household(self, key: str, value: Any, words: str) -> None:
        self.draft.facts[key] = value
        self.draft.sources[key] = words

    def _share(self) -> None:
        match = _SHARE.search(self.text)
        if not match:
            return
        text = match["p"].replace("个点", "%")
        value = parse_number(text)
        if value is not None and 0 < value < 1:
            self._set_household(
                "budget_share_of_income", float(value), self.original.said(*match.span())
            )

    # --- policies ----------------------------------------

    def _policies(self) -> None:
        for mention in self.mentions:
            if mention.kind == "line" and self._is_held(mention):
                self._policy(mention)

    def _is_held(self, mention: Mention) -> bool:
        start = max(0, mention.start - 16)
        before = _STOP.split(self.text[start : mention.start])[-1]
        clause = re.split(r"[,]", before)[-1]
        after = re.split(r"[,。!?;\n]", self.text[mention.end : mention.end + 8])[0]
        if re.match(r"^.{0,3}(?:停了|停售|退了|断了|过期|到期|脱保|失效|没续)", after):
            return False
        if _WISH.search(clause) or re.match(
            r"^(?:没|还没|要不要|怎么|多少钱|能|可以|是|有啥|有什么|吗|呢|和|就算了|不要|不用|算了)",
            after,
        ):
            joined = (
                re.match(r"^和", after) and _POLICY_CUE.search(clause) and not _WISH.search(clause)
            )
            return bool(joined)
        if _POLICY_CUE.search(clause):
            return True
        if re.match(r"^(?:已经|都)?(?:有了|买过|买了|配了|有一份|交着|都有)", after):
            return True
        return self._continues(mention)

    def _continues(self, mention: Mention) -> bool:
        earlier = [m for m in self.mentions if m.kind == "line" and m.end <= mention.start]
        if not earlier or earlier[-1].start not in self._used:
            return False
        gap = self.text[earlier[-1].end : mention.start]
        return bool(re.match(r"^(?:和|、|,|\s|跟|还有|及|加|以及|一份|\d+万的?|也)*$", gap))

    def _policy(self, mention: Mention) -> None:
        self._used.add(mention.start)
        policy: dict[str, Any] = {"line": mention.data, "said": self._said(mention)}
        for amount in self._near_amounts(mention):
            self._policy_amount(policy, amount, mention)
        for member in self.owners(mention.start, mention.end):
            if all(p["line"] != policy["line"] for p in member.policies):
                member.policies.append(dict(policy))

    def _near_amounts(self, mention: Mention) -> list[Mention]:
        found: list[Mention] = []
        for other in self.mentions:
            if other.kind not in ("money", "bare_money") or other.start in self._used:
                continue
            gap = (
                self.text[other.end : mention.start]
                if other.end <= mention.start
                else self.text[mention.end : other.start]
            )
            between = any(
                m.kind in ("line", "person")
                and min(other.end, mention.end) <= m.start < max(other.start, mention.start)
                for m in self.mentions
            )
            if between or _STOP.search(gap):
                continue
            ahead = other.end <= mention.start
            if (_SUM_BEFORE if ahead else _SUM_AFTER).match(gap) or (
                not ahead and found and _PREMIUM_AFTER.match(gap)
            ):
                found.append(other)
        return found

    def _policy_amount(self, policy: dict[str, Any], amount: Mention, mention: Mention) -> None:
        near = self.text[max(0, amount.start - 5) : amount.start]
        value: Amount = amount.data
        premium = re.search(r"交|缴|保费|每年|一年|年交", near) and not re.search(
            r"保额|保$", near[-2:]
        )
        if premium:
            policy["annual_premium_fen"] = value.max
        elif value.max >= 500_000:
            policy["sum_insured_fen"] = value.max
        self._used.add(amount.start)


_ELDERS = frozenset(
    {"father", "mother", "father_in_law", "mother_in_law", "grandfather", "grandmother"}
)


def _is_couple(members: Sequence[MemberDraft]) -> bool:
    return len(members) == 2 and {m.relation for m in members} == {"self", "spouse"}


_SUM_BEFORE = re.compile(r"^(?:保额)?的?(?:终身|消费型|定期|长期|一年期)?$")
_SUM_AFTER = re.compile(
    r"^(?:险)?(?:,|\s)*(?:的)?(?:保额|保|额度|有一份|一份|份|每年|一年|年交|交|保费|大概|是|有|要|,|\s)*$"
)
_PREMIUM_AFTER = re.compile(r"^.{0,10}(?:每年|一年|年交|保费)(?:交|缴)?$")
_ONE_EARNER = re.compile(
    r"(?:我|老公|老婆|爱人|他|她|媳妇|先生)(?:一个人)?(?:一年|一个月|每月|年薪|月薪|工资)"
)
_PURPOSES = (
    ("expense", _EXPENSE), ("assets", _ASSETS), ("debts", _DEBT), ("income", _INCOME),
    ("budget", _BUDGET),
)  # fmt: skip
_PERIOD_CUE = re.compile(
    r"月薪|年薪|工资|收入|月入|年入|到手|预算|房贷|车贷|贷款|存款|一年|一个月|每年|每月|每个月|欠|家庭年收入|年收入|月收入|负债"
)
_ = DIGITS
