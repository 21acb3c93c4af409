"""The HTTP face of the gateway: pages, session, messages, events, health."""
