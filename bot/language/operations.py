"""Changes that a message asks for: remove, correct, reset, revert, leave out a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.language.clauses import after, before
from bot.language.cues import cues, repeatable
from bot.language.draft import MemberDraft
from bot.language.leaving_out import LEFT_OUT_AFTER, LEFT_OUT_BEFORE
from bot.language.mentions import Mention
from bot.language.normalise import Normalised
from bot.language.people import Reference
from bot.language.types import Operation

# Operations on the whole conversation: 重新来, 按原来的.
_WHOLE = (("reset", re.compile(cues("reset"))), ("revert", re.compile(cues("revert"))))
_CORRECT = re.compile(
    rf"不是.{{1,12}}[,，]?\s?{cues('instead')}|是.{{1,6}}不是|{cues('correct')}"
    rf"|{cues('adjusted')}[^,。;!?]{{0,4}}{cues('adjustments')}"
)
_REMOVE_BEFORE = re.compile(
    rf"{cues('object_markers')}$|{cues('remove_before')}上?$|{LEFT_OUT_BEFORE}"
)
_REMOVE_AFTER = re.compile(
    rf"{repeatable('remove_leads')}*(?:{cues('remove_after')}|不用(?=[,。了]|$))|{LEFT_OUT_AFTER}"
)
_TAKE = re.compile(rf".{{0,3}}{cues('take_away')}")
_MORE = re.compile(rf"(?:{cues('one_more')}一?个|{cues('forgotten')}一?个?[,\s]?)$")
_INCLUDE_BEFORE = re.compile(rf"{cues('include_before')}$")
_INCLUDE_AFTER = re.compile(
    rf"[们俩]?{cues('also_words')}?(?:一起|一块)?{cues('include_after')}"
    rf"|[们俩]?{cues('also_words')}(?:一起|一块)?{cues('include_after_also')}[的了吧啊]*(?=[,。;!?]|$)"
)
_LINE_BEFORE = re.compile(rf"{cues('line_before')}{cues('line_pronouns_before')}?$")
_LINE_AFTER = re.compile(
    rf"险?{cues('line_pronouns_after')}?{repeatable('line_adverbs')}*"
    rf"{cues('line_after')}(?!{cues('line_after_but')})"
)


# 重疾太贵了去掉吧; 意外我们公司有,不用配: a reason stands between.
_LINE_LATER = re.compile(rf"险?[^,。;!?吗呢给]{{0,6}}(?<![要用需能买算]),?{LEFT_OUT_AFTER}")


def find_operations(
    text: Normalised,
    references: Sequence[Reference],
    mentions: Sequence[Mention],
    corrected: Sequence[tuple[MemberDraft | None, str]],
) -> tuple[Operation, ...]:
    """Operations of a message, by kind; member ids must be numbered already.

    `corrected`: what the message states, (member or None for the household, field).
    """
    named = [r for r in references if r.members and not r.speaker]
    return (
        *_whole(text),
        *_removals(text, named),
        *_additions(text, named),
        *_lines(text, mentions, named),
        *_corrections(text, corrected),
    )


def _whole(text: Normalised) -> Iterable[Operation]:
    """重新来; 还是按原来的."""
    for kind, pattern in _WHOLE:
        match = pattern.search(text.text)
        if match:
            yield Operation(kind, said=text.said(*match.span()))


def _removals(text: Normalised, references: Sequence[Reference]) -> Iterable[Operation]:
    """把我爸去掉; 我爸不用算了."""
    for reference in references:
        rest = after(text.text, reference.end, 12)
        pushed = _pushed(_REMOVE_BEFORE, before(text.text, reference.start, 6), rest)
        if pushed or _REMOVE_AFTER.match(rest):
            yield from _on_members("remove_member", text, reference)


def _additions(text: Normalised, references: Sequence[Reference]) -> Iterable[Operation]:
    """还有个女儿 is one more child; 把我妈也加上 takes her in again."""
    for reference in references:
        lead = before(text.text, reference.start, 8)
        rest = after(text.text, reference.end, 8)
        if _INCLUDE_BEFORE.search(lead) or _INCLUDE_AFTER.match(rest):
            yield from _on_members("include_member", text, reference)
        elif _MORE.search(lead):
            yield from _on_members("add", text, reference)


def _lines(
    text: Normalised, mentions: Sequence[Mention], named: Sequence[Reference]
) -> Iterable[Operation]:
    """不要重疾了; 意外险就不要了."""
    for mention in mentions:
        if mention.kind != "line":
            continue
        persons = [r.start for r in named if r.start >= mention.end]
        rest = text.text[mention.end : min([*persons, mention.end + 20])]
        pushed = _pushed(_LINE_BEFORE, before(text.text, mention.start, 6), rest)
        if pushed or _LINE_AFTER.match(rest) or _LINE_LATER.match(rest):
            said = text.said(mention.start, mention.end)
            yield Operation("exclude_line", value=mention.data, said=said)


def _corrections(
    text: Normalised, corrected: Sequence[tuple[MemberDraft | None, str]]
) -> Iterable[Operation]:
    """说错了，我老婆29: everything that the message states anew."""
    match = _CORRECT.search(text.text)
    for member, name in corrected if match else ():
        said = text.said(*match.span()) if match else ""
        if member is None:
            yield Operation("correct", field=name, said=said)
        else:
            yield Operation("correct", member.id, member.relation, name, said=said)


def _pushed(pattern: re.Pattern[str], lead: str, rest: str) -> bool:
    """Words before a target push it out; 把 does so only with a verb after it."""
    match = pattern.search(lead)
    if match is None:
        return False
    return not match[0].startswith(("把", "将")) or _TAKE.match(rest) is not None


def _on_members(kind: str, text: Normalised, reference: Reference) -> Iterable[Operation]:
    said = text.said(reference.start, reference.end)
    for member in reference.members:
        yield Operation(kind, member.id, member.relation, said=said)
