"""One turn of the conversation, without Rasa: state, what a message changes, what to say next.

The actions are thin adapters over this package: they read slots, call it and utter.
"""
