"""docs/reference/retention.md, from the table of everything that is kept.

python -m benchmarks.kept          writes the page
"""

from pathlib import Path

from manyhands.core.privacy.retention import KEPT

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "retention.md"
HEAD = """# What is kept, and for how long

N and M are a group's own two clocks: N days after a request is closed (30 unless the group says otherwise), and M days
after it was asked at the latest (365). A look each day takes out what is due, and writes how much of what it was into
the journal, as counts. What has to be kept for a reason (a legal hold) stays until the hold ends. Backups are gone
after 35 days: [how that is kept](../guides/backups.md).

This page is made from the table in `core/privacy/retention/kept.py` (`python -m benchmarks.kept`).

| what | its time is over | then | tables |
|---|---|---|---|
"""


def render() -> str:
    rows = [
        f"| {kept.what} | {kept.until} | {kept.ends} | {', '.join(f'`{model}`' for model in kept.models)} |"
        for kept in KEPT.values()
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render())
