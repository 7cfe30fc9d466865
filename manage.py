#!/usr/bin/env python
"""Django's own commands, for whoever changes the program. To run it, use `manyhands`."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
    execute_from_command_line(sys.argv)
