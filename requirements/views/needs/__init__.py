"""Views of requirements: the list, one requirement, its place and its status."""
