"""Signatures as they are drawn, and what became of messages."""

from django import template

from charter.usage import coverage, listing

register = template.Library()

register.filter(listing.unreachable)
register.filter(coverage.coverage_bars)
