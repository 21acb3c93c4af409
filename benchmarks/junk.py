"""Processor time to understand long junk, and how it grows: `python -m benchmarks junk`.

One piece is repeated to 1,000 and to 2,000 characters. Twice the text should take about twice
the time: a ratio near four is a quadratic rule, and no answer at all an exponential one.
"""

from __future__ import annotations

import time
from datetime import date

from bot.language import understand

PIECES = (
    "我", "爸", "他", "哥", "女", "妈妈", "孩子", "老公", "我爸", "爸妈", "全家", "和我",
    "一", "1", "半", "点", "万", "岁", "年", "两个", "3个", "三块", "十万", "1,", "88年", "属",
    "是", "有", "都", "也", "在", "的", "了", "不", "没有", "给", "去掉", "每年", "还有",
    "高血压", "肺结节", "社保", "房贷", "嗯", "刚满", "早就", "A", "%", " ", "，", "。",
)  # fmt: skip
LENGTHS = (1000, 2000)
AS_OF = date(2026, 11, 21)


def milliseconds(text: str, runs: int = 3) -> float:
    """The best processor time of some runs."""
    best = float("inf")
    for _ in range(runs):
        begin = time.process_time()
        understand(text, AS_OF)
        best = min(best, time.process_time() - begin)
    return best * 1000


def main() -> None:
    understand("我爸", AS_OF)
    rows = []
    for piece in PIECES:
        short, long = (milliseconds((piece * n)[:n]) for n in LENGTHS)
        rows.append((long, short, piece))
    print("piece     n=1000   n=2000 ms   ratio")
    for long, short, piece in sorted(rows, reverse=True):
        print(f"{piece!r:8} {short:7.1f}  {long:7.1f}     x{long / max(short, 0.01):.1f}")


if __name__ == "__main__":
    main()
