"""Who is to be insured and who is well: exclusions, the only one, the deceased, outsiders."""

from bot.language.link_scope.linker import ScopeLinker

__all__ = ["ScopeLinker"]
