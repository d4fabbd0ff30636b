"""Coherence rules of the planning, each concept in a module of its own."""

from planning.diagnostics import dates as dates
from planning.diagnostics import review as review
from planning.diagnostics import steps as steps
