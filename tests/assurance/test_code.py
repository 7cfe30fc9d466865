"""What our own code never does. Each is a whole family of holes that cannot open."""

import ast
import re
from functools import cache

import pytest

from tests.architecture.source import PACKAGE, ROOT, calls, files, named, python_files, syntax_tree

TEMPLATES = files(PACKAGE, ".html")
SCRIPTS = files(ROOT / "frontend" / "scripts", ".ts")

COMMANDS = "src/manyhands/cli/"
# The worker's side of the pipe, and the child's.
PLAN_CHILD = tuple(f"src/manyhands/apps/dispatch/bridge/planning/{name}.py" for name in ("process", "pipes"))

RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
READS_OBJECTS = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "yaml"}
CARRIES_CLAIMS = {"jwt", "jose", "authlib", "oauthlib", "itsdangerous", "saml2", "onelogin", "allauth"}
ASKS_OTHERS = {"requests", "urllib3", "aiohttp", "httpx", "websockets", "ldap3"}
READS_XML = {"xml", "lxml", "defusedxml", "xmltodict"}
NOT_FOR_SECRETS = {"random"}
WEAK_HASHES = {"md5", "sha1", "new"}
WRITES_MARKUP = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setTimeout\(\s*[\"'`]"
)
POSTS_MESSAGES = re.compile(r"postMessage|addEventListener\(\s*[\"']message[\"']")


@cache
def imports_of(path) -> set[str]:
    nodes = list(ast.walk(syntax_tree(path)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    froms = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.split(".")[0] for name in names | froms}


@cache
def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def using(modules: set[str]) -> set[str]:
    return {named(path) for path in python_files() if imports_of(path) & modules}


def test_nothing_that_was_written_is_run():
    found = [(named(path), name_of(call)) for path in python_files() for call in calls(path)]

    assert [one for one in found if one[1] in RUNS_TEXT] == []


def test_nothing_from_outside_is_read_as_objects():
    """Only a worker and the planning process that it started itself speak so, over their own pipe."""
    assert [where for where in using(READS_OBJECTS) if not where.startswith(PLAN_CHILD)] == []


def test_no_xml_is_read_by_us():
    assert using(READS_XML) == set()


def test_programs_are_started_without_a_shell():
    started = [
        (named(path), call)
        for path in python_files()
        for call in calls(path)
        if name_of(call).startswith(("subprocess.", "os.exec", "os.spawn", "os.popen", "os.system"))
    ]

    assert started
    assert [where for where, call in started if any(word.arg == "shell" for word in call.keywords)] == []
    assert [where for where, call in started if name_of(call).startswith(("os.popen", "os.system"))] == []
    assert [where for where, _ in started if not where.startswith((COMMANDS, *PLAN_CHILD))] == []


def test_tokens_carry_no_claims_of_their_own():
    assert using(CARRIES_CLAIMS) == set()


def test_only_adapters_speak_to_others():
    assert {where for where in using(ASKS_OTHERS) if "/adapters/" not in where} == set()


def test_no_request_follows_where_it_is_sent():
    found = [named(path) for path in files(PACKAGE, ".py") if "follow_redirects" in path.read_text()]

    assert found == []


def test_certificates_are_always_checked():
    found = [
        named(path)
        for path in python_files()
        if re.search(
            r"verify\s*=\s*False|CERT_NONE|_create_unverified_context|check_hostname\s*=\s*False",
            path.read_text(),
        )
    ]

    assert found == []


def test_no_template_is_made_of_what_people_wrote():
    found = [(named(path), name_of(call)) for path in python_files() for call in calls(path)]

    assert [one for one in found if one[1].split(".")[-1] in {"Template", "from_string"}] == []


def test_sql_is_never_put_together_from_what_people_wrote():
    """A statement is a constant; the rules of rows, backups and the search for a person name our own tables in it, and
    the scope that stands before one is quoted by the driver.
    """
    composed = {
        named(path)
        for path in python_files()
        for call in calls(path)
        if name_of(call).endswith((".execute", ".executemany", ".raw", ".extra", "RawSQL"))
        and call.args
        and not isinstance(call.args[0], ast.Constant | ast.Name)
    }

    assert {where for where in composed if not where.startswith(f"{COMMANDS}backups/")} <= {
        "src/manyhands/storage/row_security.py",
        "src/manyhands/storage/postgresql/base.py",
        f"{COMMANDS}upkeep/sweeping.py",
    }


def test_secrets_do_not_come_from_a_guessable_source():
    """`random` spreads waiting times and draws the demo's and the simulation's people, nothing else."""
    users = {where for where in using(NOT_FOR_SECRETS) if "/core/dispatch/" not in where}

    assert {where for where in users if not where.startswith(f"{COMMANDS}demo/")} <= {
        "src/manyhands/apps/messaging/timing.py",
    }


def test_no_weak_hash_protects_anything():
    found = {
        name_of(call)
        for path in python_files()
        for call in calls(path)
        if name_of(call).startswith("hashlib.")
    }

    assert found
    assert {name for name in found if name.split(".")[1] in WEAK_HASHES} == set()


def test_templates_escape_everything():
    found = [named(path) for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", path.read_text())]

    assert TEMPLATES
    assert found == []


@pytest.mark.parametrize("what", [WRITES_MARKUP, POSTS_MESSAGES], ids=["markup", "messages"])
def test_scripts_write_text_not_markup(what):
    found = [
        (named(path), what.findall(path.read_text())) for path in SCRIPTS if what.search(path.read_text())
    ]

    assert SCRIPTS
    assert found == []


def test_browsers_keep_choices_and_nothing_of_people():
    """Whether a map and the keys are on, and which page one left in a hurry."""
    found = {
        path.name for path in SCRIPTS if re.search(r"(local|session)Storage|indexedDB", path.read_text())
    }

    assert found == {"maps.ts", "keys.ts", "leave.ts"}


def test_scripts_merge_no_objects_by_names_that_were_sent():
    found = [
        path.name
        for path in SCRIPTS
        if re.search(r"Object\.assign|__proto__|\.prototype\[|\.prototype\.\w+ =", path.read_text())
    ]

    assert found == []


def test_forms_name_the_fields_they_take():
    """No form is made from a model: whatever else is sent along has nowhere to go."""
    found = [
        named(path) for path in python_files() if re.search(r"ModelForm|modelform_factory", path.read_text())
    ]

    assert found == []


def test_nothing_is_stored_under_a_name_that_was_sent():
    """What is kept goes through `storage.files`, under names that it draws; no field or folder takes any other."""
    found = [
        named(path)
        for path in python_files()
        if re.search(r"models\.(File|Image)Field|default_storage|FileSystemStorage\(", path.read_text())
    ]

    assert found == []
