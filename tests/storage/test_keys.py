"""Keys are changed while people work, and what is old goes only when nothing needs it."""

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import find_persons_by_name, find_persons_by_phone
from manyhands.apps.vouching.models import ProofKey
from manyhands.cli.main import main
from manyhands.cli.upkeep import keyrings
from manyhands.storage import rotation
from manyhands.storage.encryption import WrongKeyError, blind_indexes, decrypt, encrypt
from manyhands.storage.files import keep_file, list_all_files, read_file
from manyhands.storage.keys import CONTACT, INDEX, key_name, read_keys
from manyhands.storage.rotation import count_by_key, count_old_indexes, renew_columns, renew_indexes
from manyhands.storage.scope import group_scope, system_scope
from tests.worlds import make_group, make_need, make_volunteer, reload


@pytest.fixture
def in_files(settings, tmp_path):
    """The rings come from files, as hosts keep them; whatever a test writes there is forgotten afterwards."""
    # What other tests have stored is under keys that these do not know.
    settings.FILES_DIR = str(tmp_path / "files")
    paths = {}
    for setting in ("CONTACT_KEYS", "BLIND_INDEX_KEYS"):
        paths[setting] = tmp_path / setting
        paths[setting].write_text("\n".join(getattr(settings, setting)))
        paths[setting].chmod(0o600)
    settings.KEY_FILES = {setting: str(path) for setting, path in paths.items()}
    for ring in (CONTACT, INDEX):
        ring.look_again()
    yield paths
    settings.KEY_FILES = {}
    for ring in (CONTACT, INDEX):
        ring.look_again()


def fresh() -> str:
    return Fernet.generate_key().decode()


def test_keys_may_stand_in_lines_or_between_commas():
    assert read_keys("one, two\nthree\n") == ("one", "two", "three")


def test_the_name_of_a_key_does_not_give_it_away():
    key = fresh()

    assert len(key_name(key)) == 8
    assert key_name(key) not in key
    assert key_name(key) != key_name(fresh())


def test_a_key_that_comes_into_the_file_opens_at_once(in_files):
    key = fresh()
    closed = Fernet(key).encrypt(b"Ana").decode()

    before = in_files["CONTACT_KEYS"].read_text()
    in_files["CONTACT_KEYS"].write_text(f"{before}\n{key}")

    assert decrypt(closed) == "Ana"


def test_a_file_is_written_whole_and_stays_private(in_files):
    keys = (fresh(), *CONTACT.read())
    CONTACT.write(keys)

    path = in_files["CONTACT_KEYS"]
    assert read_keys(path.read_text()) == keys
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir() if entry.name.startswith(".")] == []


def test_a_key_of_the_environment_is_not_written_anywhere():
    with pytest.raises(OSError, match="environment"):
        CONTACT.write(("a",))


def test_a_missing_key_says_what_to_read(settings):
    closed = encrypt("Ana")
    settings.CONTACT_KEYS = [fresh()]

    with pytest.raises(WrongKeyError, match=r"docs/guides/keys\.md"):
        decrypt(closed)


def test_an_index_is_looked_up_under_every_key(settings):
    (old,) = blind_indexes(1, "phone", "5175550100")
    settings.BLIND_INDEX_KEYS = ["another", *settings.BLIND_INDEX_KEYS]

    assert blind_indexes(1, "phone", "5175550100")[1] == old
    assert blind_indexes(1, "phone", "") == []


def test_every_index_is_renewed_or_named_here():
    """Buckets, old answers and codes live for hours: under a new key they begin anew."""
    short_lived = {
        "RateBucket.subject_index", "GeocodeAnswer.query_index", "SignInCode.email_index", "SignInCode.phone_index",
    }  # fmt: skip
    renewed = {
        "Person.phone_index", "Person.email_index", "NameToken.token_index", "User.email_index",
        "SignInPhone.phone_index", "Check.provider_reference_index",
    }  # fmt: skip
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_index") and isinstance(field, models.CharField)
    }
    assert found == short_lived | renewed


@pytest.fixture
def world(db, in_files):
    group = make_group()
    need = make_need(group, name="Maria Lopez")
    make_volunteer(group, name="Ana Ruiz")
    return group, need


def found_in(group) -> list[int]:
    with group_scope(group.pk):
        (person,) = find_persons_by_name(group, "maria lopez")
        return [person.pk, *(one.pk for one in find_persons_by_phone(group, person.phone))]


def stored_of(need) -> tuple[str, ...]:
    with group_scope(need.group_id), connection.cursor() as cursor:
        cursor.execute("SELECT name, phone_index FROM people_person WHERE id = %s", [need.person_id])
        return cursor.fetchone()


def bring_in() -> None:
    CONTACT.write((fresh(), *CONTACT.read()))
    INDEX.write((fresh(), *INDEX.read()))


def test_everything_comes_under_the_new_keys_and_is_found_meanwhile(world):
    group, need = world
    bring_in()
    found, before = found_in(group), stored_of(need)

    with system_scope("keys"):
        # Two cards, and the account of the organiser.
        assert count_old_indexes() == 3
        changed = dict(renew_columns())
        renew_indexes()
        assert (count_old_indexes(), set(count_by_key())) == (0, {CONTACT.read()[0]})

    CONTACT.write(CONTACT.read()[:1])
    INDEX.write(INDEX.read()[:1])
    assert changed["people_person"] >= 6
    assert found_in(group) == found
    assert not set(before) & set(stored_of(need))
    reload(need.person)
    assert need.person.name == "Maria Lopez"


def test_it_may_be_begun_again(world):
    bring_in()
    with system_scope("keys"):
        first = dict(renew_columns())
        assert sum(first.values()) > 0
        assert sum(dict(renew_columns()).values()) == 0


def test_what_somebody_writes_meanwhile_is_left_alone(world, monkeypatch):
    """The row is changed between being read and being written again."""
    group, need = world
    bring_in()
    opened = rotation.decrypt

    def opened_after_a_change(token):
        if opened(token) == "Maria Lopez":
            with group_scope(group.pk):
                Person.objects.filter(pk=need.person_id).update(name="Maria Newname")
        return opened(token)

    monkeypatch.setattr(rotation, "decrypt", opened_after_a_change)
    with system_scope("keys"):
        dict(renew_columns())

    reload(need.person)
    assert need.person.name == "Maria Newname"


def test_a_value_that_no_key_opens_is_counted_and_not_touched(world):
    group, need = world
    strange = Fernet(fresh()).encrypt(b"Ana").decode()
    with group_scope(group.pk), connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET reach_note = %s WHERE id = %s", [strange, need.person_id])

    with system_scope("keys"):
        assert count_by_key()[""] == 1


# --- the command ---


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(keyrings, "UNTIL_ALL_KNOW_S", 0)


def keys(*arguments: str) -> int:
    return main(["keys", *arguments])


def test_rotate_and_retire(world, in_files, at_once, capsys):
    old = [key_name(CONTACT.read()[0]), key_name(INDEX.read()[0])]
    assert [keys("retire", name) for name in old] == [1, 1]
    assert "brings in another first" in capsys.readouterr().err

    assert keys("rotate") == 0
    assert keys("list") == 0
    listed = capsys.readouterr().out
    assert listed.count("nothing needs it, it can be retired") == 2

    assert [keys("retire", name) for name in old] == [0, 0]
    assert [len(read_keys(path.read_text())) for path in in_files.values()] == [1, 1]
    assert found_in(world[0])


@pytest.fixture
def letter(world, settings, tmp_path):
    """A file that somebody has handed in."""
    settings.FILES_DIR = tmp_path / "files"
    return keep_file(b"a letter", group_id=world[0].pk)


def test_a_file_comes_under_the_new_key_and_opens_once_the_old_one_is_retired(world, letter, at_once, capsys):
    old = key_name(CONTACT.read()[0])
    (path,) = list_all_files()
    before = path.read_bytes()

    assert keys("rotate", "--only", "contact") == 0
    assert "files: 1" in capsys.readouterr().out
    assert keys("retire", old) == 0
    assert path.read_bytes() != before
    assert read_file(letter, group_id=world[0].pk) == b"a letter"


def test_a_key_is_not_retired_while_one_file_is_under_it(world, letter, at_once, capsys):
    CONTACT.write((fresh(), *CONTACT.read()))
    with system_scope("keys"):
        dict(renew_columns())

    assert keys("list") == 0
    assert "1 values still need it" in capsys.readouterr().out
    assert keys("retire", key_name(CONTACT.read()[1])) == 1
    assert keys("rotate", "--only", "contact") == 0
    assert "finishing it" in capsys.readouterr().out
    assert keys("retire", key_name(CONTACT.read()[1])) == 0


def test_a_group_goes_on_signing_with_its_key_after_a_change(world, at_once):
    group, old = world[0], key_name(CONTACT.read()[0])
    with group_scope(group.pk):
        ProofKey.objects.create(group=group, public_key="aa", private_key="a secret", made_at=timezone.now())

    assert keys("rotate", "--only", "contact") == 0
    assert keys("retire", old) == 0
    with group_scope(group.pk):
        assert ProofKey.objects.get().private_key == "a secret"


def test_a_key_that_is_needed_is_not_retired(world, at_once, capsys):
    old = key_name(CONTACT.read()[0])
    CONTACT.write((fresh(), *CONTACT.read()))

    assert keys("retire", old) == 1
    assert "values still need it" in capsys.readouterr().err


def test_a_change_that_was_cut_off_is_finished_first(world, at_once, capsys):
    CONTACT.write((fresh(), *CONTACT.read()))

    assert keys("rotate", "--only", "contact") == 0
    assert "finishing it" in capsys.readouterr().out
    assert len(CONTACT.read()) == 2


def test_keys_of_the_environment_are_changed_by_hand(db, capsys):
    assert keys("rotate", "--only", "contact") == 1
    said = capsys.readouterr().err
    assert "MANYHANDS_CONTACT_KEYS comes from the environment" in said
    assert Fernet(said.split()[-1])


def test_a_key_nobody_knows(db, capsys):
    assert keys("retire", "12345678") == 1
    assert "There is no key" in capsys.readouterr().err


def test_a_file_that_may_only_be_read(world, at_once, monkeypatch, capsys):
    def refused(*_args):
        raise PermissionError("read-only")

    monkeypatch.setattr(type(CONTACT), "write", refused)
    assert keys("rotate") == 1
    assert "cannot be written" in capsys.readouterr().err


def test_a_list_says_when_a_key_is_missing(world, settings, in_files, capsys):
    in_files["CONTACT_KEYS"].write_text(fresh())
    CONTACT.look_again()

    assert keys("list") == 1
    assert "One is missing" in capsys.readouterr().out
