#!/usr/bin/env python
"""Run a Django command; start the embedded servers first where none are configured."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crmproject.settings")
    from crmproject import embedded

    embedded.provide_services()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
