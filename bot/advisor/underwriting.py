"""Health underwriting: the product's own declaration decides, the default table fills in.

A rule is judged in three values: it holds, it does not hold, or the value it needs is unknown.
Unknown is never "no": where the unknown values could change the outcome, the outcome is `ask`
with the questions and the outcomes that are possible. Several conditions: the worst counts, all
exclusions are kept and loadings are added.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.advisor import eligibility
from bot.advisor.advice import Decision, PendingQuestion, Reason, reason
from bot.advisor.household import Condition, Member
from bot.advisor.knowledge import ConditionInfo, Knowledge
from bot.advisor.memo import Memo, Remembered
from bot.advisor.product import ConditionRule, DeclarationItem, Product

# From good to bad. `ask` stands where the answer may still be good; a refusal is worse.
SEVERITY = {
    "standard": 0, "not_asked": 0, "exclusion": 1, "loading": 2, "ask": 3, "refer": 4,
    "postpone": 5, "decline": 6, "ineligible": 7,
}  # fmt: skip
BMI_CONDITION = "obesity"
DECLARATION_OPEN = reason("declaration_open")


def underwrite(
    member: Member, product: Product, knowledge: Knowledge, city: str | None = None
) -> Decision:
    """Decide whether the product may be bought for the member, and on which terms.

    `city` is the household's: local products (惠民保) need it.
    """
    key = (_facts(member), city)
    known = _decisions(product, knowledge)
    return known.get(key) or known.keep(key, _decide(member, product, knowledge, city))


def _decide(member: Member, product: Product, knowledge: Knowledge, city: str | None) -> Decision:
    gate = eligibility.check(member, product, city)
    if gate.ineligible:
        return Decision(product.product_id, member.id, "ineligible", gate.ineligible)
    verdicts = [*_gate_verdicts(gate), *_health(member, product, knowledge)]
    decision = _combine(member, product, verdicts)
    if product.declaration or decision.outcome != "standard":
        return decision
    reasons = (reason("no_declaration"), *decision.reasons)
    return replace(decision, outcome="not_asked", reasons=reasons)


@dataclass(frozen=True)
class Verdict:
    """What one condition, declaration item or gate leads to."""

    outcome: str
    reasons: tuple[Reason, ...] = ()
    loading_bp: int = 0
    postpone_months: int | None = None
    excluded: str = ""
    questions: tuple[PendingQuestion, ...] = ()


# What a decision depends on, to be compared by value.
Facts = tuple[Hashable, ...]


def _facts_of(member: Member) -> Facts:
    """Everything of a member that a decision reads or repeats."""
    facts: Facts = (
        member.id, member.relation, member.sex, member.age, member.denied_conditions,
        member.height_cm, member.weight_kg, member.pregnant_weeks, member.pregnant,
        member.occupation_class, member.social_insurance,
    )  # fmt: skip
    return (*facts, *((c.code, c.grade, repr(c.attributes)) for c in member.conditions))


def _new_decisions(product: Product, knowledge: Knowledge) -> Memo[Facts, Decision]:
    return Memo(64)


_facts = Remembered(_facts_of, 1024)
_decisions = Remembered(_new_decisions, 4096)


def worse(first: str, second: str) -> bool:
    """Whether the first outcome is worse for the customer than the second."""
    return SEVERITY[first] > SEVERITY[second]


def _gate_verdicts(gate: eligibility.Gate) -> list[Verdict]:
    verdicts = []
    if gate.wait_months is not None:
        verdicts.append(Verdict("postpone", gate.waiting, postpone_months=gate.wait_months))
    elif gate.waiting:
        verdicts.append(Verdict("standard", gate.waiting))
    verdicts += [
        Verdict("ask", (reason("fact_needed", field=q.field),), questions=(q,))
        for q in gate.questions
    ]
    return verdicts


def _combine(member: Member, product: Product, verdicts: list[Verdict]) -> Decision:
    if not verdicts:
        return Decision(product.product_id, member.id, "standard")
    outcome = max((v.outcome for v in verdicts), key=SEVERITY.__getitem__)
    months = [v.postpone_months for v in verdicts if v.postpone_months is not None]
    return Decision(
        product_id=product.product_id,
        member_id=member.id,
        outcome=outcome,
        reasons=tuple(dict.fromkeys(r for v in verdicts for r in v.reasons)),
        loading_bp=sum(v.loading_bp for v in verdicts),
        postpone_months=max(months, default=None) if outcome == "postpone" else None,
        excluded=tuple(dict.fromkeys(v.excluded for v in verdicts if v.excluded)),
        questions=tuple(q for v in verdicts for q in v.questions),
    )


# --- health ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Asked:
    """What a product asks about: the rules of each condition and the items with their outcomes."""

    declared: frozenset[str]
    rules: Mapping[str, tuple[ConditionRule, ...]]
    outcomes: Mapping[str, frozenset[str]]  # what each declared condition may lead to
    # member id, declared conditions that need no answer -> the open items
    open_items: Memo[tuple[str, frozenset[str]], tuple[Verdict, ...]]


def _asked_by(product: Product, knowledge: Knowledge) -> _Asked:
    declared = frozenset(code for item in product.declaration for code in item.conditions)
    own = {rule.condition for rule in product.condition_rules}
    rules = {code: _rules(code, product, knowledge) for code in sorted(declared | own)}
    outcomes = {code: frozenset(r.outcome for r in rules[code]) for code in sorted(declared)}
    return _Asked(declared, rules, outcomes, Memo(64))


@dataclass(frozen=True)
class _Health:
    """A member's reported conditions, and what needs no answer: answered, or of no concern."""

    reported: tuple[Condition, ...]
    settled: frozenset[str]


def _health_of(member: Member, knowledge: Knowledge) -> _Health:
    reported = reported_conditions(member, knowledge)
    answered = {c.code for c in reported} | set(member.denied_conditions)
    others = {c for c, info in knowledge.conditions.items() if not _concerns(info, member)}
    return _Health(reported, frozenset(answered | others))


_asked = Remembered(_asked_by, 4096)
_member_health = Remembered(_health_of, 1024)


def _health(member: Member, product: Product, knowledge: Knowledge) -> list[Verdict]:
    if not product.declaration and not product.condition_rules:
        return []
    asked, health = _asked(product, knowledge), _member_health(member, knowledge)
    verdicts = [_condition(member, c, product, asked) for c in health.reported]
    return [*verdicts, *_open_items(member, product, asked, health.settled & asked.declared)]


def _open_items(
    member: Member, product: Product, asked: _Asked, settled: frozenset[str]
) -> tuple[Verdict, ...]:
    """The items of the declaration with conditions that nobody has answered."""
    key = (member.id, settled)
    known = asked.open_items.get(key)
    if known is not None:
        return known
    found = []
    for item in product.declaration:
        open_codes = tuple(code for code in item.conditions if code not in settled)
        if open_codes:
            found.append(_unanswered(member, item, open_codes, product, asked))
    return asked.open_items.keep(key, tuple(found))


def reported_conditions(member: Member, knowledge: Knowledge) -> tuple[Condition, ...]:
    """The conditions of a member, completed by what follows from measured values.

    Height and weight give the body mass index; a grade follows from values such as the blood
    pressure when no grade was said.
    """
    bmi = body_mass_index(member)
    graded = (_graded(c, knowledge.conditions.get(c.code)) for c in member.conditions)
    others = tuple(c for c in graded if c.code != BMI_CONDITION or bmi is None)
    if bmi is None or not _is_adult(member):
        return others
    return (*others, Condition(BMI_CONDITION, attributes=(("bmi", bmi),), inferred=True))


def _graded(condition: Condition, info: ConditionInfo | None) -> Condition:
    if info is None or condition.grade is not None:
        return condition
    reached = 0
    for name, bounds in info.grade_from:
        value = condition.attribute(name)
        if isinstance(value, int | float):
            reached = max(reached, sum(value >= bound for bound in bounds))
    return replace(condition, grade=reached) if reached else condition


def body_mass_index(member: Member) -> float | None:
    if member.height_cm is None or member.weight_kg is None:
        return None
    return round(member.weight_kg / (member.height_cm / 100) ** 2, 1)


def _is_adult(member: Member) -> bool:
    return member.age is not None and member.age.min >= 18


def _concerns(info: ConditionInfo, member: Member) -> bool:
    """Whether the condition is worth asking about for a person of this sex and age."""
    if info.sex is not None and member.sex is not None and info.sex != member.sex:
        return False
    if member.age is None:
        return True
    return info.min_age <= member.age.max and member.age.min <= info.max_age


def _unanswered(
    member: Member,
    item: DeclarationItem,
    codes: tuple[str, ...],
    product: Product,
    asked: _Asked,
) -> Verdict:
    candidates = frozenset({"standard"}).union(*(asked.outcomes[code] for code in codes))
    question = PendingQuestion(
        "condition",
        member.id,
        conditions=codes,
        item_id=item.id,
        text=item.text,
        product_ids=(product.product_id,),
        outcomes=ordered_outcomes(candidates),
    )
    return Verdict("ask", (DECLARATION_OPEN,), questions=(question,))


def _condition(member: Member, condition: Condition, product: Product, asked: _Asked) -> Verdict:
    rules = asked.rules.get(condition.code)
    if rules is None:
        return Verdict("standard", (reason("condition_not_asked", condition=condition.code),))
    if not rules:
        return Verdict("refer", (reason("condition_refer", condition=condition.code),))
    return _judge(member, condition, rules, product)


def _rules(code: str, product: Product, knowledge: Knowledge) -> tuple[ConditionRule, ...]:
    """The product's rules for a condition; the default table stands in where none of them holds."""
    own = tuple(r for r in product.condition_rules if r.condition == code)
    column = knowledge.underwriting_columns.get(product.line, "")
    return (*own, *knowledge.underwriting.get((column, code), ()))


def _judge(
    member: Member, condition: Condition, rules: tuple[ConditionRule, ...], product: Product
) -> Verdict:
    """The first rule that holds; `ask` when an unknown value decides between different ones."""
    possible: list[ConditionRule] = []
    unknown: list[str] = []
    for rule in rules:
        missing, fails = _test(rule, condition)
        if fails:
            continue
        possible.append(rule)
        unknown += missing
        if not missing:
            break
    else:
        if not _exhaustive(possible):
            possible.append(ConditionRule(condition.code, (), "refer", "", None, None))
    if len({_terms(rule) for rule in possible}) == 1 and possible[0].outcome != "ask":
        return _verdict(condition, possible[0])
    fields = tuple(dict.fromkeys(unknown)) or _fields(rules)
    return _ask_values(member, condition, fields, possible, product)


def _exhaustive(rules: Iterable[ConditionRule]) -> bool:
    """Whether one of these rules holds whatever the unknown value is: 1 at most and 2 at least."""
    bounds: dict[str, dict[str, list[bool | float | str]]] = {}
    for rule in rules:
        if len(rule.when) == 1:
            name, bound = rule.when[0]
            field, kind = _bound(name)
            bounds.setdefault(field, {}).setdefault(kind, []).append(bound)
    for field, kinds in bounds.items():
        if {True, False} <= set(kinds.get("is", ())):
            return True
        highs = [b for b in kinds.get("max", ()) if not isinstance(b, str)]
        lows = [b for b in kinds.get("min", ()) if not isinstance(b, str)]
        step = 1 if field == "grade" else 0
        if highs and lows and min(lows) <= max(highs) + step:
            return True
    return False


def _terms(rule: ConditionRule) -> tuple[str, int | None, int | None, str]:
    detail = rule.detail if rule.outcome == "exclusion" else ""
    return (rule.outcome, rule.loading_bp, rule.postpone_months, detail)


def _fields(rules: Iterable[ConditionRule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_bound(name)[0] for r in rules for name, _ in r.when))


def _ask_values(
    member: Member,
    condition: Condition,
    fields: tuple[str, ...],
    possible: list[ConditionRule],
    product: Product,
) -> Verdict:
    outcomes = ordered_outcomes({r.outcome for r in possible} - {"ask"})
    questions = tuple(
        PendingQuestion(
            "attribute",
            member.id,
            field,
            (condition.code,),
            product_ids=(product.product_id,),
            outcomes=outcomes,
        )
        for field in fields
        if condition.attribute(field) is None and not (field == "grade" and condition.grade)
    )
    if not questions:
        return Verdict("refer", (reason("condition_refer", condition=condition.code),))
    why = reason("value_needed", condition=condition.code, field=questions[0].field)
    return Verdict("ask", (why,), questions=questions)


def _verdict(condition: Condition, rule: ConditionRule) -> Verdict:
    name = rule.detail if rule.outcome == "exclusion" else ""
    own_words = rule.detail and rule.outcome != "exclusion"
    why = reason(
        "condition_own_words" if own_words else f"condition_{rule.outcome}",
        condition=condition.code,
        outcome=rule.outcome,
        detail=rule.detail,
        loading_bp=rule.loading_bp,
        months=rule.postpone_months,
    )
    return Verdict(rule.outcome, (why,), rule.loading_bp or 0, rule.postpone_months, name)


def _test(rule: ConditionRule, condition: Condition) -> tuple[list[str], bool]:
    """(fields that are unknown, whether a known field already fails the rule)."""
    missing: list[str] = []
    for name, bound in rule.when:
        field, kind = _bound(name)
        value = condition.grade if field == "grade" else condition.attribute(field)
        if value is None:
            missing.append(field)
        elif not _holds(value, kind, bound):
            return [], True
    return missing, False


def _bound(name: str) -> tuple[str, str]:
    for kind in ("min", "max"):
        if name.endswith(f"_{kind}"):
            return name.removesuffix(f"_{kind}"), kind
    return name, "is"


def _holds(value: object, kind: str, bound: bool | float | str) -> bool:
    if kind == "is":
        return value == bound
    if not isinstance(value, int | float) or isinstance(bound, str):
        return False
    return value >= bound if kind == "min" else value <= bound


ORDERED = tuple(sorted(SEVERITY, key=lambda o: (SEVERITY[o], o)))


def ordered_outcomes(outcomes: Iterable[str]) -> tuple[str, ...]:
    """Each outcome once, from good to bad."""
    found = frozenset(outcomes)
    return tuple(o for o in ORDERED if o in found)
