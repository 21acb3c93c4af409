"""A family describes itself in a real browser and reads its plan; then asks why not and what if.

Nothing is replaced: Chromium, gateway, Rasa with the trained model, actions and catalogue run.
Screenshots are kept in build/screenshots.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot.settings import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.assistant]

FAMILY = "我36，老公38，两个孩子8岁和3岁，爸爸66有高血压，一年预算1.5万"
MEMBERS = ("您本人", "您丈夫", "孩子(大的)", "孩子(小的)", "爸爸")
SHOTS = ROOT / "build" / "screenshots"
PATIENCE = 30_000  # ms


class ChatPage:
    """The chat page as a customer uses it."""

    def __init__(self, page: Any, url: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.goto(url)
        self.answers.first.wait_for()

    @property
    def answers(self) -> Any:
        return self.page.locator('[data-role="bot"]')

    def send(self, text: str) -> None:
        before = self.answers.count()
        self.page.get_by_role("textbox").fill(text)
        self.page.keyboard.press("Enter")
        self._answered(before)

    def press(self, label: str) -> None:
        before = self.answers.count()
        self.page.get_by_role("button", name=label, exact=True).last.click()
        self._answered(before)

    def _answered(self, before: int) -> None:
        self.page.wait_for_function(
            "count => document.querySelectorAll('[data-role=\"bot\"]').length > count", arg=before
        )
        self.page.wait_for_timeout(600)  # further messages of the same turn

    @property
    def last(self) -> str:
        return str(self.answers.last.inner_text())

    @property
    def all(self) -> str:
        return "\n".join(self.answers.all_inner_texts())

    @property
    def plan(self) -> str:
        card = self.page.locator(".card.plan").last
        card.wait_for()
        return str(card.inner_text())

    def shot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(SHOTS / f"{name}.png"))


def interview(chat: ChatPage) -> None:
    """Answer what is asked until the plan is shown, as a patient customer would."""
    replies = (
        ("我理解的家庭情况", lambda: chat.press("没错，看方案")),
        ("年收入", lambda: chat.send("家里一年收入30万，都有居民医保")),
        ("医保", lambda: chat.send("都有居民医保")),
        ("您同意吗", lambda: chat.press("同意")),
        ("敏感个人信息", lambda: chat.press("同意")),
        ("健康告知会具体问到", lambda: chat.press("都没有")),
        ("血压", lambda: chat.send("最高150/95，一直吃药控制")),
    )
    for _ in range(12):
        if chat.page.locator(".card.plan").count():
            return
        question = chat.last
        answer = next((reply for key, reply in replies if key in question), None)
        assert answer is not None, f"an unexpected question: {question}"
        answer()
    pytest.fail("no plan after twelve answers")


def premium_of(plan: str) -> float:
    """The yearly total that the plan shows, in yuan."""
    found = re.search(r"([\d,.]+)(万?)元/年", plan)
    assert found, plan
    return float(found.group(1).replace(",", "")) * (10_000 if found.group(2) else 1)


def test_a_family_gets_a_plan_for_everyone_within_its_budget(page: Any, assistant: Any) -> None:
    chat = ChatPage(page, assistant.gateway_url)
    assert "AI" in chat.all and "转人工" in chat.all
    chat.send(FAMILY)
    interview(chat)
    plan = chat.plan
    chat.shot("plan")
    for name in MEMBERS:
        assert name in plan, f"{name} is missing from the plan"
    assert 0 < premium_of(plan) <= 15_000
    for label in ("演示产品", "示例费率", "AI生成"):
        assert label in plan

    chat.send("为什么没给我爸配重疾")
    assert "爸爸" in chat.last and "重疾" in chat.last
    chat.shot("why_not")

    chat.send("预算改成8000")
    page.wait_for_function("() => document.querySelectorAll('.card.plan').length > 1")
    assert premium_of(chat.plan) <= 8_000
    for name in MEMBERS:
        assert name in chat.plan
    chat.shot("budget_8000")


def test_the_conversation_is_there_after_a_reload_and_in_a_second_tab(
    page: Any, assistant: Any
) -> None:
    chat = ChatPage(page, assistant.gateway_url)
    chat.send("我36，老公38，一年预算1.5万")
    asked = chat.last
    page.reload()
    page.get_by_text("我36，老公38，一年预算1.5万").wait_for()
    assert chat.last == asked
    second = page.context.new_page()
    second.goto(assistant.gateway_url)
    second.get_by_text("我36，老公38，一年预算1.5万").wait_for()
    assert second.locator('[data-role="user"]').count() == 1


def test_a_leading_slash_is_text_and_a_person_can_be_asked_for(page: Any, assistant: Any) -> None:
    chat = ChatPage(page, assistant.gateway_url)
    chat.send("/delete_my_data")
    assert "已经删除" not in chat.last
    chat.send("转人工")
    assert "人工" in chat.last
