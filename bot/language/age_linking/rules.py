"""The linking rules in the order in which they are asked; the first that fits takes the run.

Particular constructions stand before general ones; `speaker.own` takes what nobody else claims.
"""

from __future__ import annotations

from bot.language.age_linking import (
    after_person,
    before_person,
    collective,
    corrections,
    lists,
    speaker,
)
from bot.language.age_linking.place import Rule

RULES: tuple[Rule, ...] = (
    lists.us_two,  # 我们分别是36和39
    lists.one_for_each_of_two,  # 老公年入80万我全职，40和38
    collective.alike,  # 婆婆…，公公…，都是68
    before_person.next_person,  # 36岁的老公
    after_person.previous_person,  # 我36; 爸65妈63
    lists.next_of_several,  # 一个23上班了，一个15上初三
    lists.own_clause,  # 我父母农村的，61和58
    corrections.corrected,  # 65，哦不对66
    corrections.told_precisely,  # 50多了，具体是54
    speaker.told_by_sex,  # 一个人带娃，女，39
    speaker.lone_number,  # 27，女
    corrections.somebody_unknown,  # 他零零后
    corrections.said_again,  # 我09年的，…初三
    speaker.own,  # 三十多了
)
