"""How a comment is shown."""

from django import template
from django.utils.safestring import SafeString

from requirements.mentions import with_chips
from requirements.models import Comment

register = template.Library()


@register.filter
def comment_html(comment: Comment) -> SafeString:
    """The text of a comment, the people whom it names set apart."""
    return with_chips(comment.text, comment.mentions.all())


@register.filter
def named_apart(comment: Comment) -> list[str]:
    """The people whom a comment tells without naming them in its text."""
    plain = with_chips(comment.text, [])
    return [one.display_name for one in comment.mentions.all() if with_chips(comment.text, [one]) == plain]
