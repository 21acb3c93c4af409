"""Facts about the catalogue in this repository: complete, labelled, plausible, well worded."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from bot.advisor.household import RELATIONS
from bot.advisor.premium import Person, quote
from bot.advisor.product import LINES, NEED_LINES, Product
from bot.advisor.product_reader import product_to_dict
from bot.catalog.errors import ROOT
from bot.catalog.json_schema import product_schema
from bot.catalog.product_checks import conditions
from bot.catalog.rate_coverage import age_span
from bot.catalog.service_cards import load_services
from bot.catalog.shared import read_shared
from bot.catalog.sources import FILES, PRODUCTS, load_catalog, product_folders

CATALOG = load_catalog()
CARDS = load_services()
each_product = pytest.mark.parametrize("product", CATALOG.products, ids=lambda p: p.product_id)

# What customers may name: every one must lead to a product or a card.
NAMED_PRODUCTS = (
    "轻平果", "卓越守护百万住院医疗", "卓越守护高血压版", "卓越守护糖尿病版",
    "京东安联超惠保百万医疗险", "家庭惠选日", "惠享e生", "飞盘运动险", "新能源车险",
    "大家意外险", "大家定寿", "大家终身寿", "城心养老", "旅居疗养", "居家安养", "海外养老",
    "沪惠保",
)  # fmt: skip
NAMED_SERVICES = (
    "轻松集团", "轻松筹", "轻松保严选", "科学评分模型", "轻松大脑", "保险家庭账户", "银河3.0",
    "众惠财产相互保险社", "安盛天平", "京东安联", "车车科技集团", "乐土生命科技", "微盛",
    "泛生子", "锐翌生物", "常易舒", "朗迪集团", "保障者联盟", "健康中国早筛公益行",
    "以家人之名", "轻松敬老", "希望工程健康成长计划", "大家保险集团", "大家的家", "RC",
    "中康养", "六大社区服务", "中国平安财产保险",
)  # fmt: skip

# compliance: words that no product copy may use. `最` stands only in fixed, factual phrases.
BANNED = (
    "第一", "唯一", "国家级", "顶级", "绝对", "百分百", "零风险", "无风险", "全网", "史上",
    "遥遥领先", "保本", "稳赚", "保证收益", "保证回报", "刚兑", "存款", "存钱", "利息", "理财",
    "本金", "赠送", "返现", "返佣", "返利", "红包", "礼品", "抽奖", "打折", "限时", "即将停售",
    "秒杀", "仅剩", "自动续保", "承诺续保", "终身限额", "国家支持", "监管推荐", "明星同款",
    "专家推荐", "一定能赔", "肯定能过", "包过", "确诊即赔", "不用告诉", "隐瞒", "低门槛",
    "高收益", "无成本",
)  # fmt: skip
ALLOWED_MOST = ("最高保额", "最长", "最低投保年龄", "最晚", "最近")


def test_every_folder_is_complete() -> None:
    for folder in product_folders():
        assert {f.name for f in folder.iterdir()} == set(FILES)
    assert len(CATALOG.products) >= 32


def test_every_line_has_a_product() -> None:
    assert {p.line for p in CATALOG.products} == set(LINES)
    for need, lines in NEED_LINES.items():
        assert any(p.line in lines for p in CATALOG.products), need


def test_the_five_classes_of_health_insurance_are_there() -> None:
    classes = {p.health_class for p in CATALOG.products} - {None}
    assert classes == {
        "疾病保险",
        "医疗保险",
        "医疗意外保险",
        "护理保险",
        "失能收入损失保险",
    }


@pytest.mark.parametrize("name", NAMED_PRODUCTS)
def test_products_of_the_sources_can_be_found(name: str) -> None:
    hits = [p for p in CATALOG.products if name in (p.name, p.short_name, *p.aliases)]
    assert len(hits) == 1


@pytest.mark.parametrize("name", NAMED_SERVICES)
def test_services_of_the_sources_can_be_found(name: str) -> None:
    hits = [c for c in CARDS if any(name in n for n in (c.name, *c.aliases))]
    assert hits


@each_product
def test_products_are_labelled_and_sourced(product: Product) -> None:
    assert product.demo
    assert any(d.code == "demo" and "示例费率" in d.text for d in product.disclosures)
    sources = (PRODUCTS / product.product_id / "sources.md").read_text(encoding="utf-8")
    rows = [r for r in sources.splitlines() if r.startswith("|")][2:]
    assert len(rows) >= 3
    for row in rows:
        what, source, day = (cell.strip() for cell in row.strip("|").split("|"))
        assert what
        assert source
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)


@each_product
def test_served_products_fit_their_schema(product: Product) -> None:
    document = json.loads(json.dumps(product_to_dict(product)))
    jsonschema.Draft202012Validator(product_schema()).validate(document)
    assert set(product.eligibility.relations) <= set(RELATIONS)


def test_the_written_schema_is_current() -> None:
    written = json.loads((ROOT / "schema" / "product.schema.json").read_text(encoding="utf-8"))
    assert written == product_schema(), "run python -m bot.catalog schema"


@each_product
def test_a_higher_plan_costs_more(product: Product) -> None:
    """Within one product and one kind of benefit, more cover never costs less."""
    plans = [p for p in product.plans if p.sum_fen]
    for age in (a for a in age_span(product) if product.rates and a % 10 == 5):
        for sex in product.eligibility.sexes:
            priced = sorted((p.sum_fen or 0, _price(product, age, sex, p.plan_id)) for p in plans)
            if not product.product_id.endswith("-home"):  # its plans are of different kinds
                premiums = [premium for _, premium in priced]
                assert premiums == sorted(premiums)


def _price(product: Product, age: int, sex: str, plan_id: str) -> int:
    person = Person(age, sex, True, product.eligibility.occupation_classes[0])
    term = product.terms[0]
    pay = product.pay_years[0] if product.pay_years else None
    return quote(product, person, plan_id, None, term, pay).premium_fen


# person, product, sum in 万, term, pay years, plausible premium in yuan: the market's magnitude
MAGNITUDES = [
    (Person(33, "male"), "qingpingguo-family-medical", None, "1y", None, 300, 550),
    (Person(63, "female"), "qingpingguo-family-medical", None, "1y", None, 1_800, 3_000),
    (Person(2, "male"), "qingpingguo-family-medical", None, "1y", None, 500, 1_000),
    (Person(30, "male"), "demo-term-life", 100, "to60", 30, 900, 2_400),
    (Person(30, "female"), "demo-term-life", 100, "20y", 20, 250, 800),
    (Person(30, "male"), "demo-ci-long", 50, "to70", 30, 3_000, 4_500),
    (Person(30, "male"), "demo-ci-long", 50, "life", 30, 5_000, 7_500),
    (Person(5, "male"), "demo-ci-child", 50, "30y", 30, 400, 900),
    (Person(35, "female"), "demo-accident-adult", None, "1y", None, 60, 350),
    (Person(63, "male"), "demo-cancer-medical-elder", None, "1y", None, 1_500, 2_300),
    (Person(40, "male"), "shanghai-city-medical", None, "1y", None, 129, 129),
    (Person(40, "male"), "demo-ltc", 10, "to80", 20, 2_900, 4_800),
]


@pytest.mark.parametrize(
    ("person", "product_id", "sum_wan", "term", "pay", "low", "high"), MAGNITUDES
)
def test_premiums_have_the_magnitude_of_the_market(
    person: Person,
    product_id: str,
    sum_wan: int | None,
    term: str,
    pay: int | None,
    low: int,
    high: int,
) -> None:
    product = CATALOG.product(product_id)
    assert product is not None
    sum_fen = None if sum_wan is None else sum_wan * 1_000_000
    found = quote(product, person, product.plans[0].plan_id, sum_fen, term, pay).premium_fen
    assert low * 100 <= found <= high * 100


@each_product
def test_a_worse_grade_never_decides_better(product: Product) -> None:
    order = ["standard", "loading", "exclusion", "ask", "postpone", "refer", "decline"]
    for code in {r.condition for r in product.condition_rules}:
        graded = [
            r
            for r in product.condition_rules
            if r.condition == code and all(k in ("grade_min", "grade_max") for k, _ in r.when)
        ]
        decided = []
        for grade in conditions()[code].get("grades", []):
            outcome = next((r.outcome for r in graded if _holds(dict(r.when), grade)), None)
            if outcome is not None:
                decided.append(order.index(outcome))
        assert decided == sorted(decided), code


def _holds(when: dict[str, object], grade: int) -> bool:
    low, high = when.get("grade_min", 0), when.get("grade_max", 9)
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low <= grade <= high


@each_product
def test_products_for_a_person_say_why(product: Product) -> None:
    assert product.advisable or product.handoff_reason
    assert product.summary.endswith("。")


def _texts() -> list[tuple[str, str]]:
    found = []
    for product in CATALOG.products:
        words = [product.name, product.summary, product.handoff_reason, product.preexisting]
        words += [d.text for d in product.disclosures] + [d.text for d in product.declaration]
        words += [r.detail for r in product.condition_rules] + list(product.services)
        found += [(product.product_id, w) for w in words]
    return found + [(c.service_id, c.answer) for c in CARDS]


def test_no_banned_word_reaches_a_customer() -> None:
    for where, text in _texts():
        plain = text
        for phrase in ALLOWED_MOST:
            plain = plain.replace(phrase, "")
        assert "最" not in plain, (where, text)
        for word in BANNED:
            assert word not in plain, (where, word)


def test_only_guaranteed_products_speak_of_a_guarantee() -> None:
    for product in CATALOG.products:
        if product.renewal.kind not in ("guaranteed", "lifetime"):
            for disclosure in product.disclosures:
                assert "保证续保" not in disclosure.text.replace("不保证续保", "")


def test_declarations_ask_only_specific_questions() -> None:
    catch_all = re.compile(r"其他(疾病|病史|情况|异常)|任何疾病|是否健康")
    for product in CATALOG.products:
        for item in product.declaration:
            assert item.text.endswith(("？", "）"))
            assert not catch_all.search(item.text), (product.product_id, item.id)


def test_every_shared_entry_is_used() -> None:
    shared = read_shared()
    sources = "".join(
        (folder / "product.yml").read_text(encoding="utf-8") for folder in product_folders()
    )
    tables = {
        "exclusions": shared.exclusions.values,
        "declarations": shared.declarations.values,
    }
    for name, table in tables.items():
        nested = {
            part for v in table.values() if isinstance(v, dict) for part in v.get("all_of", ())
        }
        unused = {k for k in table if k not in nested and f"use: {k}" not in sources}
        assert not unused, (name, unused)


def test_cards_name_products_that_exist() -> None:
    ids = {p.product_id for p in CATALOG.products}
    for card in CARDS:
        assert set(card.products) <= ids, card.service_id


def test_crowdfunding_is_not_insurance() -> None:
    card = next(c for c in CARDS if c.name == "轻松筹")
    assert "不是保险" in card.answer
    assert card.handoff


def test_documentation_names_every_file() -> None:
    text = (ROOT.parent.parent / "docs" / "products.md").read_text(encoding="utf-8")
    assert all(name in text for name in FILES)
