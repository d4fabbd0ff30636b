"""The usage charter: what it starts with, who was asked to sign it, what proves that they did."""
