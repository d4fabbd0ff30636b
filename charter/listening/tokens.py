"""Addresses by which people answer: derived from a seed and the site’s secret key, looked up by their hash."""

from django.conf import settings
from django.urls import reverse

from charter.models import CommonLink, Respondent
from charter.models.listening import new_seed
from crmproject.toolkit import tokens
from crmproject.toolkit.tokens import digest_of


def token_of(seed: str) -> str:
    """The token that this seed gives, which nobody guesses without the site’s secret key."""
    return tokens.token_of("charter.listening", seed)


def fresh() -> dict[str, str]:
    """The columns of a link that nobody has yet."""
    seed = new_seed()
    return {"seed": seed, "token_sha256": digest_of(token_of(seed))}


def current_token(link: Respondent | CommonLink) -> str:
    """The token of this link; empty when the site’s secret key changed since it was made: it has to be made anew."""
    token = token_of(link.seed)
    return token if digest_of(token) == link.token_sha256 else ""


def renewed(link: Respondent) -> str:
    """The token of this link, made anew where the secret key changed."""
    token = current_token(link)
    if not token:
        token = token_of(link.seed)
        Respondent.objects.filter(pk=link.pk).update(token_sha256=digest_of(token))
    return token


def answer_url(token: str) -> str:
    """The full address at which the holder of this token answers."""
    return settings.SITE_URL + reverse("answering", args=[token])


def common_url(token: str) -> str:
    """The full address of the link that everybody shares."""
    return settings.SITE_URL + reverse("answering_common", args=[token])
