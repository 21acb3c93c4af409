"""The interview: from the first message to a household that can be advised."""
