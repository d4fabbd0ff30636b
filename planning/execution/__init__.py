"""The phase after go-live: how the tool lives."""
