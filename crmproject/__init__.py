"""The site. Importing it makes Celery’s shared tasks bind to this application."""

from crmproject.celery import app as celery_app

__all__ = ["celery_app"]
