"""People, data and safety: hand-off, privacy, refusals, help in a crisis."""
