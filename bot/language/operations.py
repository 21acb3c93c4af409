"""Changes that a message asks for: remove, correct, reset, revert, leave out a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.draft import MemberDraft
from bot.language.mentions import Mention
from bot.language.normalise import Normalised
from bot.language.people import Reference
from bot.language.types import Operation

_RESET = re.compile(
    r"重新来|从头来|重来一?[遍次]?|推倒重来|都不算|全部?清空|清空|全(?:都)?重新|从头开始|重新开始|重新填|重新说|重头来|重新弄|重置|全部作废|之前的?都?作废|再来一遍|都删了|重新算"
)
_REVERT = re.compile(
    r"按原来的|还是原来的?|按之前的|用之前的|还是之前的|恢复(?:原来|之前|刚才)|撤销|撤回|改回(?:来|去)?|回到(?:之前|上一步|刚才)|当我没说|还是按照?原|不改了|按刚才的|换回(?:来|去|原来)|退回"
)
_REMOVE = re.compile(
    r"^(?:他|她|们|俩|自己|就|先|暂时|都|那边|那个|这次|,|的|,)*(?:不用买|不用了|不用算|不算|不买|不用管|不要了|不需要了?|去掉|删掉|删了|移除|剔除|别算|不考虑|先不管|就算了|算了|不用给|不给买|不投|不参与|划掉|拿掉|不用考虑|先不买|不用(?=[,。了]|$)|踢掉|退出)"
)
_REMOVE_BEFORE = re.compile(
    r"(?:把|将)$|(?:去掉|删掉|删除|移除|不要算|别算|不算|不给|别给|不用给|不用管|拿掉|剔除|去除|除了|先不给|先不管|先不考虑)(?:上)?$"
)
_TAKE = re.compile(r"^.{0,3}(?:去掉|删掉|删了|移除|剔除|拿掉|划掉|去除|删除|去了|除掉)")
_LINE_BEFORE = re.compile(
    r"(?:不要|不想要|不需要|不用|去掉|不买|先不要|别配|不配|删掉|取消|不考虑|先不配|不加|砍掉|拿掉|把|别买|先不买|不想买|剔除)(?:那个|这个|买|配)?$"
)
_LINE_AFTER = re.compile(
    r"^(?:险)?(?:那个|那项|这个|这项|那块|部分)?(?:就|也|先|都|我)*(?:不要|不用|不需要|去掉|不买|不配|删掉|删了|算了|取消|不考虑|免了|砍掉|拿掉|先不|不想要|不想买)(?!了?解|太贵)"
)
_CORRECT = re.compile(
    r"不对|说错|搞错|弄错|写错|打错|记错|纠正|更正|不是.{1,12}[,，]?\s?(?:是|而是|应该是)|是.{1,6}不是|应该是|改成|改为|换成|其实是|少说了|多说了|改一下"
)
_MORE = re.compile(r"(?:还有一?个|另外?还?有一?个|漏了一?个?|忘了说?(?:还有)?一?个?|再加一?个)$")
_INCLUDE_BEFORE = re.compile(r"(?:加上|算上|带上|添上|补上)$")
_INCLUDE = re.compile(
    r"^(?:们|俩)?(?:也|还是)?(?:一起|一块)?(?:要买|买上|加上|加进来|算上|算进来|带上|补上)"
)


def find_operations(
    text: Normalised,
    references: Sequence[Reference],
    mentions: Sequence[Mention],
    corrected: Sequence[tuple[MemberDraft | None, str]],
) -> tuple[Operation, ...]:
    """Operations of a message, in reading order; member ids must be numbered already."""
    found: list[Operation] = []
    whole = text.text
    for kind, pattern in (("reset", _RESET), ("revert", _REVERT)):
        match = pattern.search(whole)
        if match:
            found.append(Operation(kind, said=text.said(*match.span())))
    found.extend(_removals(text, references))
    found.extend(_additions(text, references))
    found.extend(_lines(text, mentions))
    match = _CORRECT.search(whole)
    if match:
        for member, name in corrected:
            found.append(_correction(member, name, text.said(*match.span())))
    return tuple(found)


def _correction(member: MemberDraft | None, name: str, said: str) -> Operation:
    if member is None:
        return Operation("correct", field=name, said=said)
    return Operation("correct", member.id, member.relation, name, said=said)


def _removals(text: Normalised, references: Sequence[Reference]) -> list[Operation]:
    found = []
    for reference in references:
        if not reference.members or reference.speaker:
            continue
        before = text.text[max(0, reference.start - 6) : reference.start]
        after = text.text[reference.end : reference.end + 12]
        pushed = _REMOVE_BEFORE.search(before)
        if pushed and pushed[0] in ("把", "将") and not _TAKE.match(after):
            pushed = None
        if pushed or _REMOVE.match(after):
            for member in reference.members:
                said = text.said(reference.start, reference.end)
                found.append(Operation("remove_member", member.id, member.relation, said=said))
    return found


def _additions(text: Normalised, references: Sequence[Reference]) -> list[Operation]:
    """还有个女儿 is one more child; 把我妈也加上 takes her in again."""
    found = []
    for reference in references:
        if not reference.members or reference.speaker:
            continue
        before = text.text[max(0, reference.start - 8) : reference.start]
        after = text.text[reference.end : reference.end + 8]
        kind = "add" if _MORE.search(before) else ""
        if _INCLUDE_BEFORE.search(before) or _INCLUDE.match(after):
            kind = "include_member"
        said = text.said(reference.start, reference.end)
        for member in reference.members if kind else ():
            found.append(Operation(kind, member.id, member.relation, said=said))
    return found


def _lines(text: Normalised, mentions: Sequence[Mention]) -> list[Operation]:
    found = []
    for mention in mentions:
        if mention.kind != "line":
            continue
        before = text.text[max(0, mention.start - 6) : mention.start]
        after = text.text[mention.end : mention.end + 10]
        pushed = _LINE_BEFORE.search(before)
        if pushed and pushed[0].startswith("把") and not _TAKE.match(after):
            pushed = None
        if pushed or _LINE_AFTER.match(after):
            said = text.said(mention.start, mention.end)
            found.append(Operation("exclude_line", value=mention.data, said=said))
    return found
