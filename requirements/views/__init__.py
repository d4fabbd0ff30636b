"""Views of the specification."""
