"""Rasa's default NLU pipeline, trained on our data: the yardstick for the assistant's own."""
