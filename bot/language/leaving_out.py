"""The grammar of leaving somebody out: 我妈[年纪大了就不给她买了], 公公[那份先别算了]."""

from __future__ import annotations

from bot.language.cues import cues, repeatable

_SHARE = rf"(?:的?{cues('share_words')}|的)?"
_LEADS = rf"(?:{repeatable('left_out_leads', 'left_out_adverbs')}|\d{{1,2}}岁?)*"
_NOT = rf"{cues('left_out_negations')}(?:{cues('left_out_for')}[他她]?们?)?"
_END = r"(?=[,。;!?\s]|$)"

# After a person, up to the end of the clause: 不给她买了, 那份就免了.
LEFT_OUT_AFTER = (
    rf"{_SHARE}{_LEADS}(?:{_NOT}{cues('left_out_verbs')}|{cues('left_out_words')})"
    rf"{repeatable('left_out_tails')}*{_END}"
)
# Directly before a person: 先别给, 方案里别放.
LEFT_OUT_BEFORE = rf"{cues('left_out_negations')}(?:{cues('left_out_before_verbs')})(?:上|了)?\Z"
