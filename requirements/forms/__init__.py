"""Forms of the specification."""
