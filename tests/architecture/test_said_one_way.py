"""Days, moments, sizes and distances are said in one way: by `web.words` and its filters, wherever people read them."""

import re

import pytest

from tests.architecture.source import PACKAGE, files, named

OWNER = PACKAGE / "web" / "words.py"
# What programs read: the `datetime` of a <time>, the value of a hidden field.
FOR_PROGRAMS = {"c", "Y-m-d"}
DATED = re.compile(r"\|date(?::(?:\"([^\"]*)\"|'([^']*)'))?")
OTHER_WAYS = re.compile(
    r"\|(?:time|timesince|timeuntil|naturaltime|naturalday|filesizeformat)\b|{% now\b|{% load tz"
)
_NAMES = r"(?:(?!looking_at)\w+_at|\w+_on|\w+_until|valid_from|\w+_m|\w+_bytes|since)"
BARE = re.compile(rf"{{{{\s*(?:\w+\.)+{_NAMES}\s*}}}}|\bwith [^%]*=(?:\w+\.)+{_NAMES}\s+[^%|]*%}}")


def problems_of(text: str) -> list[str]:
    dated = [found[0] for found in DATED.finditer(text) if (found[1] or found[2]) not in FOR_PROGRAMS]
    return [*dated, *OTHER_WAYS.findall(text), *(found[0] for found in BARE.finditer(text))]


def test_templates_say_days_and_sizes_by_our_filters():
    templates = [*files(PACKAGE, ".html"), *files(PACKAGE, ".txt")]
    wrong = {named(path): found for path in templates if (found := problems_of(path.read_text()))}

    assert len(templates) > 200
    assert wrong == {}


def test_nothing_else_formats_a_day():
    others = [
        named(path)
        for path in files(PACKAGE, ".py")
        if path != OWNER
        and re.search(r"date_format\(|\"\w*DATE\w*_FORMAT\"|filesizeformat", path.read_text())
    ]

    assert "date_format(" in OWNER.read_text()
    assert others == []


@pytest.mark.parametrize(
    "text",
    [
        "{{ check.asked_at|date }}",
        '{{ check.asked_at|date:"DATE_FORMAT" }}',
        "{{ check.asked_at }}",
        "{{ row.distance_m }}",
        "{{ one.size_bytes|filesizeformat }}",
        '{% now "j F" %}',
        "{% blocktranslate with day=check.valid_until %}until {{ day }}{% endblocktranslate %}",
    ],
)
def test_it_finds_another_way(text):
    assert problems_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ check.asked_at|day:group.zone }}",
        "<time datetime=\"{{ line.at|date:'c' }}\">{{ line.at|in_words:group.zone }}</time>",
        "{% blocktranslate with day=check.valid_until|day:group.zone %}until {{ day }}{% endblocktranslate %}",
        "{{ one.size_bytes|size }}",
    ],
)
def test_it_knows_ours(text):
    assert not problems_of(text)
