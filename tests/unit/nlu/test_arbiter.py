"""The arbiter's rules, each with a sentence it must take and one it must leave alone."""

from __future__ import annotations

from datetime import date

import pytest

from bot.language import understand
from bot.nlu.arbiter import FALLBACK, Evidence, _aimed, decide, load_rules


def _decide(text: str, *ranking: tuple[str, float], nearest: float = 0.9) -> str:
    reading = understand(text, date(2026, 11, 21))
    evidence = Evidence(
        text=text,
        ranking=ranking or (("faq", 0.3), ("ask_claim", 0.29)),
        nearest=nearest,
        coverage=reading.coverage,
        kinds=frozenset(s.kind for s in reading.spans),
        operations=_aimed(reading),
    )
    return decide(evidence, load_rules())[0]


@pytest.mark.parametrize(
    "text",
    [
        "我不想活了",
        "活着真没意思",
        "想从楼上跳下去算了，一了百了",
        "不给我赔我就去跳楼",
        "我想死",
        "已经写好遗书了",
        "我坐在楼顶不想下来",
        "喝了半瓶农药",
    ],
)
def test_danger_to_life_has_priority(text: str) -> None:
    assert _decide(text, ("faq", 0.99)) == "crisis"


@pytest.mark.parametrize(
    "text",
    [
        "笑死我了",
        "热死了",
        "从楼梯上摔下来了",
        "身故赔多少",
        "意外跳楼梯崴脚",
        "我妈一天吃一大把药",
        "孩子爬到窗台上摔了",
    ],
)
def test_everyday_words_are_no_crisis(text: str) -> None:
    assert _decide(text, ("chitchat", 0.9)) != "crisis"


@pytest.mark.parametrize("text", ["老公又打我了", "被家暴了怎么办", "他拿刀追我"])
def test_violence(text: str) -> None:
    assert _decide(text, ("faq", 0.9)) == "report_violence"


@pytest.mark.parametrize("text", ["他给我打电话", "我老公打工的", "儿子打篮球"])
def test_other_uses_of_hit_are_no_violence(text: str) -> None:
    assert _decide(text, ("chitchat", 0.9)) != "report_violence"


@pytest.mark.parametrize("text", ["好", "嗯嗯 对", "是的", "👌", "可以的吧", "OK"])
def test_bare_yes(text: str) -> None:
    assert _decide(text) == "affirm"


@pytest.mark.parametrize("text", ["不", "没有", "不要了", "都没有", "不是的"])
def test_bare_no(text: str) -> None:
    assert _decide(text) == "deny"


@pytest.mark.parametrize("text", ["？？？", "...", "。。。", "!!"])
def test_a_message_without_words_is_asked_back(text: str) -> None:
    assert _decide(text, ("faq", 0.99)) == FALLBACK


def test_placeholders_for_media() -> None:
    assert _decide("[图片]") == "send_media"


@pytest.mark.parametrize("text", ["我36老公38儿子5岁", "我妈61", "年收入二十万 房贷八十万"])
def test_facts_and_nothing_else(text: str) -> None:
    assert _decide(text, ("out_of_scope", 0.5)) == "inform_household"


@pytest.mark.parametrize("text", ["我妈61能买重疾吗", "我36该买什么", "儿子5岁一年多少钱"])
def test_a_question_that_names_a_member_stays_a_question(text: str) -> None:
    assert _decide(text, ("ask_eligibility", 0.7)) == "ask_eligibility"


def test_two_close_intents_are_asked_back() -> None:
    assert _decide("那个怎么弄", ("ask_claim", 0.4), ("ask_price", 0.38)) == FALLBACK


def test_neighbours_with_the_same_answer_are_not_asked_back() -> None:
    ranking = [("ask_claim", 0.4), ("faq", 0.38), ("ask_price", 0.1)]
    assert _decide("那个怎么弄", *ranking) == "ask_claim"


def test_a_third_intent_with_another_answer_still_counts() -> None:
    ranking = [("ask_claim", 0.34), ("faq", 0.33), ("ask_price", 0.32)]
    assert _decide("那个怎么弄", *ranking) == FALLBACK


@pytest.mark.parametrize("intent", ["crisis", "commit_fraud", "uninsurable_interest", "abuse"])
def test_a_serious_intent_is_not_guessed(intent: str) -> None:
    assert _decide("那个怎么弄", (intent, 0.25), ("faq", 0.05)) == FALLBACK
    assert _decide("那个怎么弄", (intent, 0.6), ("faq", 0.05)) == intent


def test_a_clear_lead_is_enough() -> None:
    assert _decide("那个怎么弄", ("ask_claim", 0.4), ("ask_policy_service", 0.1)) == "ask_claim"


def test_a_sentence_unlike_all_training_is_asked_back() -> None:
    assert _decide("那个怎么弄", ("ask_claim", 0.9), nearest=0.05) == FALLBACK


def test_an_answer_that_may_be_out_of_scope_is_asked_back() -> None:
    assert _decide("那个怎么弄", ("ask_claim", 0.35), ("out_of_scope", 0.2)) == FALLBACK
    assert _decide("那个怎么弄", ("ask_claim", 0.6), ("out_of_scope", 0.2)) == "ask_claim"


@pytest.mark.parametrize(
    ("text", "intent"),
    [("大三阳 核保", "ask_underwriting"), ("五口人保费", "ask_price"), ("爸妈", "request_plan")],
)
def test_a_sure_classifier_is_believed_against_facts(text: str, intent: str) -> None:
    assert _decide(text, (intent, 0.6)) == intent


def test_facts_decide_when_the_classifier_is_unsure() -> None:
    assert _decide("我妈61 我爸63", ("ask_claim", 0.3)) == "inform_household"
