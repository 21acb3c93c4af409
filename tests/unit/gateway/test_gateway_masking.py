"""Personal data is hidden; figures about insurance are not."""

from __future__ import annotations

import json
import logging

import pytest

from bot.gateway.logs import JsonFormatter, correlation_id, new_correlation_id
from bot.gateway.masking import mask, mask_text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("身份证110101199003071234", "110101199003071234"),
        ("身份证 110101 19900307 123X", "19900307"),
        ("号码１１０１０１１９９００３０７１２３４哦", "１９９００３０７"),
        ("110101900307123", "900307"),
        ("电话13812345678", "13812345678"),
        ("+86 138-1234-5678", "1234-5678"),
        ("打138 1234 5678", "1234 5678"),
        ("座机010-62345678", "62345678"),
        ("(0571)8765432", "8765432"),
        ("卡号6222 0212 3456 7890 123", "3456"),
        ("幺三八一二三四五六七八", "三八一二三四五六七八"),
        ("邮箱zhang.san@example.com.cn收", "zhang.san"),
        ("我叫欧阳明月，36岁", "欧阳明月"),
        ("我叫张三今年36", "张三"),
        ("孩子叫李小满", "李小满"),
        ("我老公的名字是王大锤", "王大锤"),
        ("姓名：赵六", "赵六"),
        ("我叫Tom Smith", "Tom Smith"),
        ("护照号码E12345678", "E12345678"),
    ],
)
def test_personal_data_is_hidden(text: str, secret: str) -> None:
    assert secret not in mask_text(text)
    assert "*" in mask_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "年收入30万元，预算15,000元/年，保额4000000元",
        "2026-11-21T11:28:24.254Z",
        "我36岁，老公38，孩子3岁",
        "血压150/95，身高165体重60",
        "我叫什么名字不重要",
        "他叫我去买保险",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "turn 12345678 answered",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert mask_text(text) == text


def test_the_kind_of_a_number_stays_visible() -> None:
    assert mask_text("110101199003071234") == "110***********1234"


def test_masking_is_stable_and_recursive() -> None:
    value = {"a": ["我叫张三", {"b": "13812345678", "c": 13812345678, "d": 5}], "e": None}
    masked = mask(value)
    assert "张三" not in str(masked) and "13812345678" not in str(masked)
    assert masked["a"][1]["d"] == 5 and masked["e"] is None
    assert mask(masked) == masked


def test_log_lines_are_json_masked_and_correlated() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "call %s", ("13812345678",), None)
    record.who = "我叫张三"
    try:
        raise ValueError("card 6222021234567890123")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    token = correlation_id.set("abc12345")
    try:
        line = JsonFormatter().format(record)
    finally:
        correlation_id.reset(token)
    parsed = json.loads(line)
    assert parsed["correlation_id"] == "abc12345"
    assert parsed["message"] == "call 138******78"
    assert "张三" not in line and "6222021234567890123" not in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "offered", [None, "", "short", "x" * 65, "a b c d e f g", "中文中文中文中文"]
)
def test_a_strange_correlation_id_is_replaced(offered: str | None) -> None:
    made = new_correlation_id(offered)
    assert made != offered and made.isalnum()
    assert new_correlation_id("abc-DEF_123") == "abc-DEF_123"
