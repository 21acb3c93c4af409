"""People: who the named persons are, seen from the speaker.

`read_people` goes through the person mentions from left to right and resolves each to the
members of the household draft. One module per question: the speaker, pronouns, chains of
possession, children, elders. `reread` corrects mentions that only the whole message
explains, before anybody is resolved; `sexes`, `couples` and `listing` look back afterwards.
"""

from bot.language.people.cast import Cast, Reference
from bot.language.people.resolution import read_people

__all__ = ["Cast", "Reference", "read_people"]
