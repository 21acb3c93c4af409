"""The plan: presenting, explaining and changing it."""
