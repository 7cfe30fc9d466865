import re

import pytest
from django.template import Context, Template

from manyhands.web.icons import draw_icon, icon_names
from tests.architecture.source import PACKAGE, ROOT, files

NAMED_IN_TEMPLATES = re.compile(r"""(?:{% icon |\bicon=)"([\w-]+)\"""")


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw_icon("cart")
    assert 'role="img" aria-label="Groceries"' in draw_icon("cart", "Groceries")


def test_a_label_cannot_break_out():
    assert "<b>" not in draw_icon("cart", '"><b>')


def test_arrows_turn_with_the_direction_of_reading():
    assert "icon-turns" in draw_icon("arrow-left")
    assert "icon-turns" not in draw_icon("arrow-up")


def test_an_unknown_icon_is_an_error_while_developing(settings):
    settings.DEBUG = True

    with pytest.raises(LookupError, match="unicorn"):
        draw_icon("unicorn")


def test_an_unknown_icon_is_a_star_and_a_line_in_the_log(settings, caplog):
    settings.DEBUG = False

    assert draw_icon("unicorn") == draw_icon("asterisk")
    assert "unicorn" in caplog.text


def test_what_is_built_is_what_is_listed():
    lines = (ROOT / "frontend" / "icons.txt").read_text().splitlines()

    assert icon_names() == sorted(line for line in lines if line and not line.startswith("#"))


def test_templates_name_icons_that_exist():
    named = {
        name for path in files(PACKAGE, ".html") for name in NAMED_IN_TEMPLATES.findall(path.read_text())
    }

    assert len(named) > 20
    assert named - set(icon_names()) == set()


def test_chips_say_their_kind_and_escape_their_text():
    drawn = Template('{% chip text "now" icon="alarm" %}{% chip "plain" %}').render(Context({"text": "<i>"}))

    assert '<span class="chip chip-now"><svg' in drawn
    assert "&lt;i&gt;" in drawn
    assert '<span class="chip">plain</span>' in drawn


def test_what_people_wrote_keeps_its_own_direction():
    assert Template("{{ name|bdi }}").render(Context({"name": "مريم <b>"})) == "<bdi>مريم &lt;b&gt;</bdi>"


@pytest.mark.parametrize(
    ("done", "limit", "steps"),
    [
        (0, 2, ["free", "free"]),
        (1, 3, ["on", "free", "free"]),
        (3, 3, ["full"] * 3),
        (4, 3, ["full"] * 4),
        (0, 0, ["full"]),
    ],
)
def test_a_load_bar_has_a_step_for_each_task(done, limit, steps):
    drawn = Template("{% load_steps done limit as steps %}{{ steps|join:' ' }}").render(
        Context({"done": done, "limit": limit})
    )

    assert drawn.split() == steps


def test_a_qr_code_is_drawn_without_inline_style():
    drawn = Template("{% qr_code 'https://example.org/join/4f9a' %}").render(Context())

    assert drawn.startswith("<svg")
    assert "style=" not in drawn
