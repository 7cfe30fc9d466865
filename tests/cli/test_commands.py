"""The `manyhands` command says what it is doing and what is missing."""

import base64
import os
import subprocess
import sys

import pytest

from manyhands.cli.main import COMMANDS, main
from manyhands.cli.upkeep.readiness import list_findings


def test_the_help_names_every_command(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    printed = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(name in printed for name in COMMANDS)


def test_keys_are_fresh_each_time_and_usable(capsys):
    main(["keys"])
    first = dict(line.split("=", 1) for line in capsys.readouterr().out.split())
    main(["keys"])
    second = dict(line.split("=", 1) for line in capsys.readouterr().out.split())

    names = ("SECRET_KEY", "CONTACT_KEYS", "BLIND_INDEX_KEY", "BACKUP_KEYS")
    assert set(first) == {f"MANYHANDS_{name}" for name in names}
    assert not set(first.values()) & set(second.values())
    assert len(base64.urlsafe_b64decode(first["MANYHANDS_CONTACT_KEYS"])) == 32


@pytest.mark.django_db
def test_check_says_what_is_missing_for_real_use(settings, tmp_path):
    settings.SECRET_KEY = "practice-only-never-for-real-people"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.BACKUP_DIR = ""
    settings.PUBLIC_URL = "http://localhost:8000"

    missing = {finding.subject: finding.advice for finding in list_findings() if finding.is_missing}

    assert {"keys", "address", "e-mail", "backups"} <= set(missing)
    assert "manyhands keys" in missing["keys"]


@pytest.mark.django_db
def test_check_is_content_with_what_is_ready(settings, tmp_path):
    (tmp_path / "copy.sqlite3").write_bytes(b"x")
    settings.SECRET_KEY = "a-key-of-our-own"
    settings.DEBUG = settings.DEMO = False
    settings.BACKUP_DIR = str(tmp_path)
    settings.PUBLIC_URL = "https://help.example.org"
    settings.ALLOWED_HOSTS = ["help.example.org"]

    missing = {finding.subject for finding in list_findings() if finding.is_missing}

    assert not missing & {"keys", "address", "backups", "text messages", "room on the disk"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("SMS_URL", "MANYHANDS_SMS_URL", "http://gateway.example"),
        ("GEOCODER_URL", "MANYHANDS_GEOCODER_URL", "http://places.example"),
        ("ERROR_REPORTS_URL", "MANYHANDS_ERROR_REPORTS_DSN", "http://errors.example/api/1/envelope/"),
        ("EMAIL_USE_TLS", "MANYHANDS_EMAIL_TLS", False),
    ],
)
def test_what_others_could_read_on_the_way_is_named(settings, name, said, value):
    settings.EMAIL_HOST = "mail.example"
    connections = next(finding for finding in list_findings() if finding.subject == "connections")
    assert said not in connections.advice

    setattr(settings, name, value)

    connections = next(finding for finding in list_findings() if finding.subject == "connections")
    assert connections.is_missing
    assert said in connections.advice


@pytest.mark.django_db
def test_a_mail_server_that_does_not_answer_is_named(settings, unused_tcp_port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_tcp_port

    mail = next(finding for finding in list_findings() if finding.subject == "e-mail")

    assert mail.is_missing
    assert "does not answer" in mail.advice


def run_bare(tmp_path, *words, **variables):
    """As on a machine where nothing has been set up."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MANYHANDS_")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "manyhands.cli.main", *words],
        env=environment | variables,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_on_a_bare_machine_says_what_is_missing_in_words(tmp_path):
    ended = run_bare(tmp_path, "check")

    assert (ended.returncode, ended.stderr) == (1, "")
    assert "MISSING  settings: MANYHANDS_SECRET_KEY is not set. `manyhands keys`" in ended.stdout
    assert "MISSING  address:" in ended.stdout
    assert "ready    room on the disk:" in ended.stdout


@pytest.mark.parametrize("command", ["migrate", "serve", "worker", "web"])
def test_every_other_command_says_it_in_one_line(tmp_path, command):
    ended = run_bare(tmp_path, command)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        "MANYHANDS_SECRET_KEY is not set. `manyhands keys` prints a fresh set of keys to keep."
    ]


def test_check_speaks_in_our_own_words_only(tmp_path):
    ended = run_bare(tmp_path, "check", MANYHANDS_DEMO="yes")

    assert (ended.returncode, ended.stderr) == (1, "")
    assert "security.W" not in ended.stdout
    assert "MISSING  database: not ready" in ended.stdout


def test_an_import_into_a_demo_that_is_not_there(tmp_path):
    ended = run_bare(tmp_path, "import", "needs", "requests.csv", "--group", "eastside", "--demo")

    assert ended.returncode == 2
    assert ended.stderr == "There is no demo in .demo. `manyhands demo` makes one.\n"
