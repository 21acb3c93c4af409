"""Gives conditions, measures, jobs and social insurance to their owners.

`owners` says whose fact stands at a place; each other module reads one kind of fact.
"""

from bot.language.link_facts.linker import FactLinker

__all__ = ["FactLinker"]
