"""Sheets as groups really have them, where they are at hand."""

from pathlib import Path

import pytest


@pytest.fixture
def real_sheets(public_data: Path) -> Path:
    """The folder of published headings and forms; tests that use it are marked ``data``."""
    return public_data / "spreadsheets"
