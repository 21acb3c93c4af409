"""What runs inside Rasa besides the NLU: small seams, each replaceable by the stock part."""
