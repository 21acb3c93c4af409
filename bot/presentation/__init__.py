"""Advice and household -> view models -> channel-neutral messages (docs/architecture.md)."""
