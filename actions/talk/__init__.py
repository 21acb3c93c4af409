"""Greetings, small talk and what to do when nothing was understood."""
