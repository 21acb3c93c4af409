"""Reads a bare answer by what the assistant just asked: 38, 8和3, 职工, 150/95, 一年一万二."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from bot.language.ages import find_ages, years
from bot.language.lexicon import load_table
from bot.language.measures import find_measures, pressure_grade
from bot.language.money import Amount, find_bare, find_ge, find_money
from bot.language.normalise import Normalised
from bot.language.numerals import find_numbers
from bot.language.types import Expectation
from bot.language.yes_no import read_yes_no

Document = dict[str, Any]
_FIXED_SEX = {
    "father": "male", "mother": "female", "father_in_law": "male", "mother_in_law": "female",
    "grandfather": "male", "grandmother": "female", "son": "male", "daughter": "female",
}  # fmt: skip
_MONEY_KEYS = {
    "household_income": "annual_income_fen", "budget": "annual_budget_fen", "debts": "debts_fen",
    "assets": "assets_fen", "expense": "monthly_expense_fen",
}  # fmt: skip
_NONE = re.compile(
    r"^(?:目前|现在|都|也|,|\s)*(?:没有?|无|零|0|木有|没得|啥都没有|没啥)(?:负债|欠款|贷款|债|欠|房贷|车贷|存款|外债|借款|任何)*(?:了|的|啊|呢)?[。!\s]*$"
)
_WANTED_AGES = re.compile(r"[、,\s和跟与/]+")


def read_expected(
    text: Normalised, as_of: date, expecting: Expectation, document: Document
) -> Document:
    """The document of a message with what the question adds to bare values."""
    reader = _READERS.get(expecting.kind)
    return reader(text, as_of, expecting, document) if reader else document


def _relation(expecting: Expectation, i: int) -> str:
    if i < len(expecting.relations):
        return expecting.relations[i]
    base = re.sub(r"_\d+$", "", expecting.members[i])
    return base or "self"


def _member(document: Document, expecting: Expectation, i: int) -> Document:
    """The member asked about: the one in the document, else a new one with the asked id."""
    wanted = expecting.members[i]
    for member in document["members"]:
        if member["id"] == wanted:
            found: Document = member
            return found
    relation = _relation(expecting, i)
    made: Document = {"id": wanted, "relation": relation}
    if relation in _FIXED_SEX:
        made["sex"] = _FIXED_SEX[relation]
    document["members"].append(made)
    return made


def _put(member: Document, key: str, value: Any, said: str) -> None:
    member[key] = value
    member.setdefault("said", said)
    member.setdefault("sources", {})[key] = said


def _clean_self(document: Document, keys: tuple[str, ...], expecting: Expectation) -> Document:
    """A subject-less fact was read as the speaker's: it belongs to the one asked about."""
    if "self" in expecting.members or not expecting.members:
        return document
    if any(m["id"] in expecting.members for m in document["members"]):
        return document
    own = next((m for m in document["members"] if m["id"] == "self"), None)
    others = [m for m in document["members"] if m["id"] != "self"]
    if own is None or others or re.search(r"[我俺咱]|本人|自己", own.get("said", "")):
        return document
    moved = [k for k in keys if k in own]
    for i in range(len(expecting.members)):
        member = _member(document, expecting, i)
        for key in moved:
            member[key] = own[key]
            if key in own.get("sources", {}):
                member.setdefault("sources", {})[key] = own["sources"][key]
        member.setdefault("said", own.get("said", ""))
    for key in moved:
        own.pop(key)
        own.get("sources", {}).pop(key, None)
    if not (set(own) - {"id", "relation", "said", "sources", "inferred"}):
        document["members"].remove(own)
    return document


def _age(text: Normalised, as_of: date, expecting: Expectation, document: Document) -> Document:
    if any("age" in m and m["id"] != "self" for m in document["members"]) or not expecting.members:
        return document
    own = next((m for m in document["members"] if m["id"] == "self"), None)
    if own is not None and re.search(r"[我俺咱]", text.text):
        return document
    spans = [(s.start, s.end, s.value) for s in find_ages(text.text, as_of) if s.value.known]
    if not spans:
        spans = [
            (n.start, n.end, value)
            for n in find_numbers(text.text)
            if isinstance(n.value, int) and 0 <= n.value <= 110 and (value := years(n.value))
        ]
    if own is not None and "self" not in expecting.members and len(document["members"]) == 1:
        document["members"].remove(own)
    for i in range(len(expecting.members)):
        if not spans:
            break
        both = re.search(r"都|一样大", text.text) is not None
        start, end, value = (
            spans[i if i < len(spans) else -1] if (i < len(spans) or both) else (0, 0, None)
        )
        if value is None:
            break
        age: Document = {"min": value.min, "max": value.max}
        if value.months is not None:
            age["months"] = value.months
        _put(_member(document, expecting, i), "age", age, text.said(start, end))
    return document


def _amount(text: Normalised, ten_thousands_below: int) -> tuple[Amount, str] | None:
    spans = find_money(text.text) or find_ge(text.text) or find_bare(text.text)
    if spans and not spans[0].amount.unit_said and spans[0].amount.max < ten_thousands_below * 100:
        spans = ()
    if spans:
        span = spans[0]
        return span.amount, text.said(span.start, span.end)
    for number in find_numbers(text.text):
        value = number.value * (10**4 if number.value < ten_thousands_below else 1)
        if value > 0 and number.kind == "cardinal":
            fen = round(value * 100)
            return Amount(fen, fen), text.said(number.start, number.end)
    return None


def _period(text: str, amount: Amount, monthly_below: int) -> Amount:
    if re.search(r"月", text):
        return amount.times(12)
    if re.search(r"一天|每天|/天", text):
        return amount.times(365)
    if re.search(r"年", text):
        return amount
    return amount.times(12) if amount.max < monthly_below * 100 else amount


def _money_json(amount: Amount) -> Any:
    return amount.min if amount.min == amount.max else {"min": amount.min, "max": amount.max}


def _income(text: Normalised, as_of: date, expecting: Expectation, document: Document) -> Document:
    keys = ("annual_income_fen",)
    if any("annual_income_fen" in m for m in document["members"]):
        return _clean_self(document, keys, expecting)
    found = _amount(text, 300)
    if found is None or not expecting.members:
        return document
    document.pop("annual_budget_fen", None)
    document.get("sources", {}).pop("annual_budget_fen", None)
    value = _money_json(_period(text.text, found[0], 50_000))
    for i in range(len(expecting.members)):
        _put(_member(document, expecting, i), "annual_income_fen", value, found[1])
    return document


def _household_money(
    text: Normalised, as_of: date, expecting: Expectation, document: Document
) -> Document:
    key = _MONEY_KEYS[expecting.kind]
    if key in document:
        return document
    sources = document.setdefault("sources", {})
    if _NONE.match(text.text) and key in ("debts_fen", "assets_fen"):
        document[key] = 0
        sources[key] = text.original.strip()
        return document
    found = _amount(text, 100 if key == "annual_budget_fen" else 1000)
    if found is None:
        return document
    _remove_misread(document, text)
    amount = found[0]
    if key == "annual_budget_fen":
        amount = _period(text.text, amount, 0)
    elif key == "annual_income_fen":
        amount = _period(text.text, amount, 50_000)
    document[key] = _money_json(amount)
    sources[key] = found[1]
    return document


def _remove_misread(document: Document, text: Normalised) -> None:
    """A bare amount read as pay or budget before the question was known."""
    document.pop("annual_budget_fen", None)
    document["sources"].pop("annual_budget_fen", None)
    for member in list(document["members"]):
        if member["id"] == "self" and not re.search(r"[我俺咱]|工资|月薪|年薪", text.text):
            member.pop("annual_income_fen", None)
            member.pop("age", None)
            if not (set(member) - {"id", "relation", "said", "sources", "inferred"}):
                document["members"].remove(member)


_SOCIAL = (
    (
        "none",
        re.compile(r"没有|没交|没买|没上|没参|[没无](?:医|社)?保|^[没无]$|断了|停了|不交|啥也没"),
    ),
    ("employee", re.compile(r"职工|城镇职工|单位|公司|五险|公费|企业|上班交|在职|灵活就业|退休")),
    ("rural", re.compile(r"新农合|农合|农村|合作医疗|农保")),
    ("resident", re.compile(r"居民|城乡|城居|少儿|学生|一老一小|社区")),
)


def _social(text: Normalised, as_of: date, expecting: Expectation, document: Document) -> Document:
    if any("social_insurance" in m for m in document["members"]):
        return _clean_self(document, ("social_insurance",), expecting)
    value = next((v for v, pattern in _SOCIAL if pattern.search(text.text)), None)
    sure = value is not None
    if value is None and read_yes_no(text.original) == "yes":
        value = "employee"
    if value is None or not expecting.members:
        return document
    for i in range(len(expecting.members)):
        member = _member(document, expecting, i)
        _put(member, "social_insurance", value, text.original.strip())
        if not sure:
            member.setdefault("inferred", []).append("social_insurance")
    return document


def _occupation(
    text: Normalised, as_of: date, expecting: Expectation, document: Document
) -> Document:
    keys = ("occupation", "occupation_class", "earning")
    if any("occupation" in m for m in document["members"]):
        return _clean_self(document, keys, expecting)
    words = re.sub(
        r"^(?:我|他|她|是|做|干|一个|个|在|当|的|老公|老婆|,|\s)+|[。!,\s的吧啊]+$", "", text.text
    )
    numbered = re.search(r"(?P<c>[1-6]|[一二三四五六])类", text.text)
    if (
        not expecting.members
        or not (numbered or 2 <= len(words) <= 12)
        or read_yes_no(text.original)
    ):
        return document
    for i in range(len(expecting.members)):
        member = _member(document, expecting, i)
        if numbered:
            value = find_numbers(numbered["c"])[0].value
            _put(member, "occupation_class", int(value), text.original.strip())
        elif words in text.original:
            _put(member, "occupation", words, text.original.strip())
    return document


def _city(text: Normalised, as_of: date, expecting: Expectation, document: Document) -> Document:
    if "city" in document:
        return document
    words = re.sub(r"^(?:我|我们|在|住|住在|人在|,|\s|是)+|[。!,\s的这边吧啊呢]+$", "", text.text)
    words = re.sub(r"市$", "", words)
    if 2 <= len(words) <= 6 and words in text.original and not read_yes_no(text.original):
        document["city"] = words
        document.setdefault("sources", {})["city"] = text.original.strip()
    return document


_CODES = {"tc": "tc", "tg": "tg"}


def _condition(
    text: Normalised, as_of: date, expecting: Expectation, document: Document
) -> Document:
    """A measured value for the condition that was asked about."""
    code = expecting.condition
    if not code or not expecting.members:
        return document
    document = _clean_self(document, ("conditions", "denied_conditions", "healthy"), expecting)
    attributes, grade = _detail(text, expecting)
    if not attributes and grade is None:
        return _condition_yes_no(text, expecting, document)
    for i in range(len(expecting.members)):
        member = _member(document, expecting, i)
        member.setdefault("said", text.original.strip())
        conditions = member.setdefault("conditions", [])
        found = next((c for c in conditions if c["code"] == code), None)
        if found is None:
            found = {"code": code, "said": text.original.strip()}
            conditions.append(found)
        found.update(attributes)
        if grade is not None:
            found["grade"] = grade
    return document


def _condition_yes_no(text: Normalised, expecting: Expectation, document: Document) -> Document:
    answer = _said_answer(text.text) or read_yes_no(text.original)
    boolean = expecting.attribute in (
        "on_medication", "controlled", "insulin", "complications", "liver_function_normal",
        "stent", "removed", "bilateral",
    )  # fmt: skip
    if answer not in ("yes", "no"):
        return document
    for i in range(len(expecting.members)):
        member = _member(document, expecting, i)
        member.setdefault("said", text.original.strip())
        if boolean:
            entry = {"code": expecting.condition, expecting.attribute: answer == "yes"}
            member.setdefault("conditions", []).append({**entry, "said": text.original.strip()})
        elif not expecting.attribute:
            key = "conditions" if answer == "yes" else "denied_conditions"
            item: Any = expecting.condition
            if answer == "yes":
                item = {"code": expecting.condition, "said": text.original.strip()}
            if item not in member.setdefault(key, []):
                member[key].append(item)
    return document


def _said_answer(text: str) -> str | None:
    """在吃 and 没吃药 answer a question about medication or control."""
    if re.search(
        r"没(?:有)?(?:在)?(?:吃|服|用|打|控制|并发)|停了|不吃|没按时|没管|不稳|控制不", text
    ):
        return "no"
    if re.search(
        r"(?:在|一直|天天|每天|按时|都|有)(?:吃|服|用|打)|吃着|吃的|控制(?:得|住|在|还|挺)|稳定|正常",
        text,
    ):
        return "yes"
    return None


def _detail(text: Normalised, expecting: Expectation) -> tuple[Document, int | None]:
    attributes: Document = {}
    grade: int | None = None
    for span in find_measures(text.text):
        if span.measure.code in (None, expecting.condition):
            attributes.update({k: v for k, v in span.measure.attributes if not k.startswith("_")})
            grade = span.measure.grade if span.measure.grade is not None else grade
    if attributes or grade is not None:
        return attributes, grade
    numbers = [n.value for n in find_numbers(text.text)]
    if not numbers:
        return {}, None
    if expecting.condition == "hypertension" and expecting.attribute not in ("since_years",):
        return _pressure_pair(numbers)
    if expecting.attribute == "grade" and isinstance(numbers[0], int) and 0 < numbers[0] <= 6:
        return {}, numbers[0]
    if expecting.attribute == "size_mm" and numbers[0] < 1:
        return {"size_mm": round(numbers[0] * 10, 2)}, None
    return ({expecting.attribute: numbers[0]}, None) if expecting.attribute else ({}, None)


_PRESSURES = (("systolic", 70, 280), ("diastolic", 40, 160))


def _pressure_pair(numbers: list[Any]) -> tuple[Document, int | None]:
    """One or two figures as blood pressure, when they can be: 百万医疗 is none."""
    pair = {
        name: int(number)
        for (name, low, high), number in zip(_PRESSURES, numbers, strict=False)
        if low <= number <= high
    }
    if "systolic" not in pair:
        return {}, None
    return pair, pressure_grade(pair["systolic"], pair.get("diastolic"))


_ALL_CLEAR = re.compile(
    r"^(?:以上|这些|目前|他们|我们|全家|大家|都|也|全|一个|一样|什么|啥|通通|统统|全部|均)*(?:没有?|无|不是|否|正常|健康|没得过)(?:过|的|了|啊|任何)*[。!,\s]*(?:都|全|很|挺)?(?:没有?|健康|正常|好)?(?:的|了)*[。!\s]*$"
)


def _declaration(
    text: Normalised, as_of: date, expecting: Expectation, document: Document
) -> Document:
    """都没有: the ones asked about are well."""
    document = _clean_self(document, ("conditions", "denied_conditions", "healthy"), expecting)
    if not _ALL_CLEAR.match(text.text):
        return document
    for i in range(len(expecting.members)):
        member = _member(document, expecting, i)
        if not member.get("conditions"):
            _put(member, "healthy", True, text.original.strip())
    return document


def _members(text: Normalised, as_of: date, expecting: Expectation, document: Document) -> Document:
    """就我一个, 四个人, 三口: how many there are."""
    if "members_count" in document:
        return document
    if re.search(r"^(?:就|只有|只)?我(?:自己|一个人?|一人)", text.text):
        document["members_count"] = 1
        if not any(m["id"] == "self" for m in document["members"]):
            document["members"].insert(
                0, {"id": "self", "relation": "self", "said": text.original.strip()}
            )
        return document
    match = re.fullmatch(
        r"\s*(?P<n>\d{1,2}|[一二两三四五六七八九十])(?:个|口|人|口人|个人)?[。!\s]*", text.text
    )
    number = find_numbers(match["n"])[0].value if match else None
    if isinstance(number, int) and 1 <= number <= 20:
        document["members_count"] = number
        document.setdefault("sources", {})["members_count"] = text.original.strip()
    return document


_READERS: dict[str, Callable[[Normalised, date, Expectation, Document], Document]] = {
    "age": _age, "income": _income, "household_income": _household_money,
    "budget": _household_money, "debts": _household_money, "assets": _household_money,
    "expense": _household_money, "social_insurance": _social, "occupation": _occupation,
    "city": _city, "condition_detail": _condition, "health_declaration": _declaration,
    "members": _members,
}  # fmt: skip


def known_conditions() -> frozenset[str]:
    """Codes that the lexicon can name."""
    return frozenset(c["code"] for c in load_table("conditions")["conditions"])
