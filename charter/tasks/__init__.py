"""Work outside the request, one module for each concept."""
