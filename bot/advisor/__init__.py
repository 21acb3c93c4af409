"""The pure core: household, needs, underwriting, premium, planning, explanation.

Nothing here knows Rasa, the web, files, the clock or the environment; time and
knowledge are arguments. `tests/contract/test_imports.py` enforces it.
"""
