"""Conditions named in the text: who has them, and who says not to have them."""

from __future__ import annotations

from bot.language.link_facts.mentioned import is_inherited, is_only_mentioned
from bot.language.link_facts.negation import is_denied
from bot.language.link_facts.newborns import owners_by_age
from bot.language.link_facts.one_sex import owners_by_sex
from bot.language.link_facts.owners import owners_of
from bot.language.link_facts.pairs import one_each
from bot.language.link_facts.records import codes_of, deny, record, record_mention
from bot.language.link_facts.state import Facts
from bot.language.link_facts.topics import is_topic
from bot.language.mentions import Mention


def read_condition(facts: Facts, mention: Mention) -> None:
    """我妈有高血压; 没有糖尿病 is recorded as denied."""
    if is_topic(facts, mention) or is_only_mentioned(facts, mention):
        return
    if is_inherited(facts, mention):
        _inherit(facts, mention)
        return
    owners = one_each(facts, mention) or owners_of(facts, mention.start, mention.end)
    owners = owners_by_age(facts, mention.data["code"], owners)
    owners = owners_by_sex(facts, mention, owners)
    facts.owned.append((mention, owners))
    denied = is_denied(facts, mention)
    facts.last_denial = (mention.end, denied)
    for code in codes_of(mention):
        for member in owners:
            if denied:
                deny(member, code)
            else:
                record_mention(facts, member, code, mention)


def _inherit(facts: Facts, mention: Mention) -> None:
    """高血压家族史: recorded as family history of the person it is told of."""
    owners = owners_of(facts, mention.start, mention.end)
    facts.owned.append((mention, owners))
    for member in owners:
        record(member, "family_history", facts.said(mention))
