"""Custom actions: thin adapters that read slots, call the core and utter.

One action per module; `actions/base.py` holds the error boundary that every action shares.
"""
