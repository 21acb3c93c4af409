"""The gateway: the only public process; it delivers, Rasa decides."""
