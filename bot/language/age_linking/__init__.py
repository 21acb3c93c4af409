"""Gives every age in a message to its owner.

`items` finds what may be an age; `comparing` sets apart those of somebody named only to compare;
`walk` goes from left to right and asks the rules of `rules` in order whose a run of ages is.
Every rule is a function of one `Place` (see `place`): it either gives the ages away and says so,
or leaves them to the next rule. At the end relative ages (`comparing`) and signs of the zodiac
(`zodiac`) are settled, when all other ages are known.

To widen the grammar, write a function with an example in its docstring in the module of its kind
and add it to `rules.RULES`; add words to lexicon/cues/ages.yml.
"""

from bot.language.age_linking.items import AgeItem
from bot.language.age_linking.walk import AgeLinker

__all__ = ["AgeItem", "AgeLinker"]
