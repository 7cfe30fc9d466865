"""What the command says, and how it says how far it is."""

import io

import pytest

from manyhands.apps.groups.defaults import DEFAULT_CATEGORIES
from manyhands.cli.language import gettext, speak
from manyhands.cli.planning.kinds import REMOTE, RIDE, kind_names, widened
from manyhands.cli.planning.measures import length_in_words
from manyhands.cli.planning.messages import SAID
from manyhands.cli.planning.progress import Progress
from manyhands.core.sheets import KINDS, MESSAGES
from tests.cli.planning_sheets import BEN, CARMEN, LUIS, MARIA, need, volunteer


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def spanish():
    speak("es")
    yield
    speak("en")


def test_every_message_about_a_sheet_can_be_translated():
    assert SAID == MESSAGES


def test_the_kinds_are_those_of_a_new_group():
    """A group that moves from its sheets to the platform finds the same rules there."""
    defaults = {category.key: category for category in DEFAULT_CATEGORIES}

    assert set(kind_names()) == set(KINDS)
    assert {key for key, category in defaults.items() if not category.happens_at_home} == REMOTE
    assert {key for key, category in defaults.items() if category.needs_vehicle} == {RIDE}


def test_who_has_said_nothing_is_asked_for_everyday_help():
    assert "groceries" in widened(frozenset(), has_vehicle=None)
    assert "childcare" not in widened(frozenset(), has_vehicle=True)
    assert RIDE in widened(frozenset(), has_vehicle=True)
    assert RIDE not in widened(frozenset(), has_vehicle=False)
    assert widened(frozenset({"errand"}), has_vehicle=None) >= {"errand", "groceries", "medicine"}
    assert widened(frozenset({"repair"}), has_vehicle=True) == {"repair"}


def test_lengths_in_both_units_and_languages(spanish):
    assert length_in_words(2_414, "mi") == "1,5 mi"
    speak("en")
    assert length_in_words(8_047, "mi") == "5 mi"
    assert length_in_words(1_250, "km") == "1.5 km"


def test_a_text_is_said_in_the_language_that_was_asked_for(spanish):
    assert gettext("covered") == "cubierta"
    speak("en")
    assert gettext("covered") == "covered"


def test_progress_is_lines_in_a_file_and_a_bar_on_a_terminal():
    written, watched = io.StringIO(), Terminal()
    for stream in (written, watched):
        progress = Progress(2, stream=stream)
        with progress.step("Reading"):
            progress.within(1, 2)
        with progress.step("Writing"):
            pass
        progress.end()

    assert written.getvalue() == "[1/2] Reading\n[2/2] Writing\n"
    assert "50%  Writing" in watched.getvalue()
    assert watched.getvalue().endswith("\x1b[2K")


def test_all_of_it_in_spanish(plan):
    planned = plan(
        [MARIA, LUIS, need(what="Childcare"), need(zip="")], [CARMEN, BEN], "--language", "es", "--unit", "km"
    )

    assert planned.code == 1
    assert "Cubierto: 2 de 3 tareas" in planned.said
    assert "Nadie todavía para 1 tarea" in planned.said
    assert "queda fuera: lugar desconocido" in planned.said
    assert planned.warned.startswith("[1/7] Leyendo")
    english = ["Covered", "People", "Nobody", "Ways", "Written", "row "]
    assert [word for word in english if word in planned.said] == []
    assert {row["Plan: resultado"] for row in planned.rows} == {"cubierta", "nadie todavía", "sin planificar"}
    assert all(" está " in row["Plan: por qué"] for row in planned.rows if row["Plan: quién ayuda"])


def test_headings_may_be_spanish_and_the_file_from_an_old_excel(plan):
    needs = "Nombre;Teléfono;¿Qué necesita?;Código postal\nJosé Ángel Núñez Peña;517 555 0101;comida;48912\n"
    helpers = "Nombre;Teléfono;¿En qué puedes ayudar?;Código postal;¿Hasta dónde puedes ir?\n"
    helpers += "Iván Cárdenas Ríos;517 555 0201;comida;48912;8 km\n"
    planned = plan(needs.encode("cp1252"), helpers.encode("utf-16"))

    assert planned.code == 0, planned.warned
    [row] = planned.rows
    assert (row["Nombre"], row["Plan: who helps"]) == ("José Ángel Núñez Peña", "Iván Cárdenas Ríos")


def test_the_same_remark_on_many_rows_is_said_once(plan):
    helpers = [volunteer(name=f"Helper {letter}", phone="", how="15 min") for letter in "ABC"]
    planned = plan([MARIA], helpers)

    assert "volunteers.csv, 3 rows (2, 3, 4): How far?: “15 min” is a time, not a distance." in planned.said


def test_what_is_missing_is_said_once(plan):
    planned = plan([MARIA], [volunteer(how="", tasks=""), volunteer(BEN, how="")])

    assert "2 people have not said how far they go: 3 mi." in planned.said
    assert "1 person has not said how many tasks a week: 1." in planned.said
    assert "3 rows have no coordinates" in planned.said
    assert "America/Detroit" in planned.said


def test_a_cell_cannot_steer_the_terminal(plan):
    planned = plan([need(name="Ana \x1b[31m Ruiz", what="Childcare")], [volunteer(name="Bo\x07 Berg")])

    assert "\x1b" not in planned.said
    assert "\x07" not in planned.said
