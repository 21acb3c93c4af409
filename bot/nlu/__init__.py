"""Understanding as Rasa graph components: encoder, intents, FAQ retrieval, household, arbiter."""
