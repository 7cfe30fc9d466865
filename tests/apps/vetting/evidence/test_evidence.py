"""Evidence: sealed, read by few, each look written down, gone in time."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.models import Entry
from manyhands.apps.privacy.actions import erase_person
from manyhands.apps.privacy.models import Reading
from manyhands.apps.vetting.actions import ask_for, decide, withdraw
from manyhands.apps.vetting.evidence import actions
from manyhands.apps.vetting.evidence.queries import list_kept
from manyhands.apps.vetting.evidence.tasks import forget_old_evidence
from manyhands.apps.vetting.models import Check, CheckState, Evidence
from manyhands.storage.actors import Actor
from manyhands.storage.files import list_all_files
from manyhands.storage.uploads import Upload
from manyhands.web.uploading import MOST_BYTES
from tests.apps.vetting.conftest import NOON, STAFF
from tests.worlds import make_group, make_member, sign_in

PDF = b"%PDF-1.7\nCanary of Ana Ruiz\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return Path(settings.FILES_DIR)


@pytest.fixture
def elsewhere(db):
    """Who checks people in another group."""
    return make_member(make_group(at=NOON), ("vetter",), at=NOON)


@pytest.fixture
def check(ana, required):
    return ask_for(required["identity"], ana, by=STAFF, at=NOON)


@pytest.fixture
def added(check, vetter):
    upload = Upload("application/pdf", PDF)
    return actions.add_file(
        check, upload, file_name="../../Ana Ruiz passport.pdf", added_by=vetter, by=STAFF, at=NOON
    )


def pdf(name="passport.pdf"):
    return SimpleUploadedFile(name, PDF, content_type="text/html")


def address(group, name, **named):
    return group_path(group, f"vetting:{name}", **named)


def own_address(group, ana, required, key="identity"):
    return address(group, "evidence_hand_in", who=ana.key, requirement_id=required[key].pk)


def test_the_disk_and_the_database_show_nothing_of_it(added, folder, group):
    (path,) = list_all_files()

    assert b"Canary" not in path.read_bytes()
    assert "Ana" not in str(path)
    assert path.parent == folder / str(group.pk)
    assert added.file_name == "Ana_Ruiz_passport.pdf"


def test_who_checks_adds_and_opens_it(client, group, check, vetter, ana):
    sign_in(client, vetter.user)
    answer = client.post(
        address(group, "evidence_add", check_id=check.pk), {"file": pdf(), "note": "Seen it."}
    )
    assert answer.status_code == 302
    one, note = list_kept(check)
    page = client.get(address(group, "check", check_id=check.pk)).content.decode()
    opened = client.get(address(group, "evidence", evidence_id=one.pk))

    assert "passport.pdf" in page
    assert "Seen it." in page
    assert note.text == "Seen it."
    assert opened.content == PDF
    assert opened["Content-Disposition"] == f'attachment; filename="evidence-{one.pk}.pdf"'
    assert "sandbox" in opened["Content-Security-Policy"]
    assert "no-store" in opened["Cache-Control"]
    # A note is no file.
    assert client.get(address(group, "evidence", evidence_id=note.pk)).status_code == 404


def test_every_look_is_written_down_where_they_can_read_it(client, group, added, vetter, ana):
    sign_in(client, vetter.user)
    client.get(address(group, "evidence", evidence_id=added.pk))
    (reading,) = Reading.objects.filter(subject=ana.person)

    assert (reading.fields, reading.reason) == (["evidence"], "check")
    assert reading.reader_label["name"] == "Vera V."
    assert Entry.objects.filter(verb="evidence.opened").count() == 1


def test_they_hand_in_a_photo_and_have_it_back(client, group, ana, required):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 9, 9)).save(out, "JPEG", comment=b"Canary")
    sign_in(client, ana.person.user)
    where = own_address(group, ana, required)
    answer = client.post(where, {"file": SimpleUploadedFile("me.exe", out.getvalue())})
    one = Evidence.objects.get()
    back = client.get(address(group, "evidence", evidence_id=one.pk))

    assert answer.status_code == 302
    assert one.check_of.state == CheckState.SUBMITTED
    assert b"me.exe" in client.get(where).content
    assert (back["Content-Type"], b"Canary" in back.content) == ("image/jpeg", False)
    # Their own look is none that anybody has to be told of.
    assert not Reading.objects.exists()


def test_a_file_about_oneself_can_be_opened_whoever_added_it(client, ana, check, added, required):
    group = ana.group
    actions.add_note(check, "Seen it.", added_by=added.added_by, by=STAFF, at=NOON)
    decide(check, met=True, valid_from=NOON.date(), decided_by=None, by=STAFF, at=NOON)
    sign_in(client, ana.person.user)
    where = own_address(group, ana, required)
    file = address(group, "evidence", evidence_id=added.pk)

    assert where in client.get(address(group, "mine")).text
    shown = client.get(where).text
    assert file in shown
    assert "Seen it." not in shown
    assert client.get(file).content == PDF
    assert Entry.objects.filter(verb="evidence.opened").count() == 1
    remove = address(group, "evidence_remove", evidence_id=added.pk)
    assert remove not in shown
    assert client.post(remove).status_code == 404
    sign_in(client, make_member(group, ("organiser",)).user)
    assert client.get(file).status_code == 200
    sign_in(client, make_member(group, ()).user)
    assert client.get(file).status_code == 404


def test_sent_twice_it_is_there_once(client, group, ana, required):
    sign_in(client, ana.person.user)
    once = "0f5b2f53-7d6a-4f2b-9f5a-2f6f2d3f4a5b"
    for _ in range(2):
        client.post(own_address(group, ana, required), {"file": pdf(), "once": once})

    assert Evidence.objects.count() == 1
    assert len(list(list_all_files())) == 1


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (None, "Choose a file"),
        (SimpleUploadedFile("a.pdf", b""), "empty"),
        (SimpleUploadedFile("a.pdf", b"<html>", content_type="application/pdf"), "not taken"),
        (SimpleUploadedFile("a.jpeg", b"\xff\xd8\xff" + b"0" * 99), "cannot be read"),
        (SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)), "too large"),
    ],
)
def test_what_is_not_taken_is_said_in_words(client, ana, required, sent, says):
    sign_in(client, ana.person.user)
    answer = client.post(own_address(ana.group, ana, required), {"file": sent} if sent else {})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Evidence.objects.exists()
    assert not Check.objects.exists()


def test_of_a_file_beyond_the_limit_the_form_says_so_and_keeps_the_note(client, group, check, vetter):
    sign_in(client, vetter.user)
    large = SimpleUploadedFile("scan.pdf", b"%PDF-" + b"0" * (MOST_BYTES + 1))

    answer = client.post(
        address(group, "evidence_add", check_id=check.pk), {"file": large, "note": "Seen by Vera."}
    )

    assert answer.status_code == 422
    assert "It may have 10 MB" in answer.content.decode()
    assert "Seen by Vera." in answer.content.decode()
    assert not Evidence.objects.exists()


def test_others_do_not_find_it(elsewhere, client, group, added):
    """A volunteer, a coordinator, and somebody who checks people in another group."""
    strangers = [make_member(group, roles, at=NOON) for roles in ((), ("coordinator",))]
    for stranger in strangers:
        sign_in(client, stranger.user)
        assert client.get(address(group, "evidence", evidence_id=added.pk)).status_code == 404
        assert client.post(address(group, "evidence_remove", evidence_id=added.pk)).status_code == 404
    sign_in(client, elsewhere.user)

    assert client.get(address(group, "evidence", evidence_id=added.pk)).status_code == 403
    assert Evidence.objects.get().removed_at is None


def test_what_only_organisers_may_read_vetters_do_not(client, group, added, vetter, check):
    type(check.requirement).objects.filter(pk=check.requirement_id).update(evidence_viewers="organisers")
    sign_in(client, vetter.user)

    page = client.get(address(group, "check", check_id=check.pk))
    assert b"passport" not in page.content
    assert client.get(address(group, "evidence", evidence_id=added.pk)).status_code == 200  # gave it
    Evidence.objects.update(added_by=None)
    assert client.get(address(group, "evidence", evidence_id=added.pk)).status_code == 404
    assert client.get(address(group, "evidence_add", check_id=check.pk)).status_code == 403


def test_what_is_removed_is_gone_from_the_disk(
    client, group, added, vetter, django_capture_on_commit_callbacks
):
    sign_in(client, vetter.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(group, "evidence_remove", evidence_id=added.pk))
    added.refresh_from_db()

    assert list(list_all_files()) == []
    assert (added.file_name, added.stored_as, added.size_bytes) == ("", "", None)
    assert added.removed_at is not None
    assert client.get(address(group, "evidence", evidence_id=added.pk)).status_code == 404


@pytest.mark.usefixtures("added")
def test_forgetting_somebody_forgets_their_files(ana, monkeypatch, django_capture_on_commit_callbacks):
    # SQLite empties its log only outside of every transaction, and a test is one.
    monkeypatch.setattr("manyhands.storage.forgetting._empty_log", lambda: None)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(ana.person, by=STAFF, at=NOON)

    assert list(list_all_files()) == []
    assert Evidence.objects.get().file_name == ""


def decided(check):
    decide(check, met=True, valid_from=NOON.date(), decided_by=None, by=STAFF, at=NOON)


def withdrawn(check):
    withdraw(check, by=STAFF, at=NOON)


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize("end", [decided, withdrawn])
def test_it_is_kept_for_a_while_after_the_end_and_no_longer(
    settings, group, check, end, django_capture_on_commit_callbacks
):
    settings.KEEP_EVIDENCE_DAYS = 30
    end(check)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.end_keeping(group, by=STAFF, at=NOON + timedelta(days=30)) == 0
    assert len(list(list_all_files())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.end_keeping(group, by=STAFF, at=NOON + timedelta(days=31)) == 1

    assert list(list_all_files()) == []


def test_what_is_still_open_is_kept(group, added):
    assert actions.end_keeping(group, by=STAFF, at=NOON + timedelta(days=4000)) == 0


def test_it_ends_by_itself(added, group, monkeypatch, django_capture_on_commit_callbacks):
    Check.objects.update(state=CheckState.MET, decided_at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        forget_old_evidence()

    assert list(list_all_files()) == []


def test_what_is_decided_takes_no_more(check, vetter, client, group):
    withdraw(check, by=STAFF, at=NOON)
    sign_in(client, vetter.user)
    answer = client.post(address(group, "evidence_add", check_id=check.pk), {"note": "Late"})

    assert answer.status_code == 422
    assert "decided already" in answer.content.decode()


def test_there_is_an_end_to_files(check, vetter):
    told = {"added_by": vetter, "by": Actor.member(vetter.pk), "at": NOON}
    for _ in range(actions.MOST_FILES):
        actions.add_file(check, Upload("application/pdf", PDF), file_name="", **told)
    with pytest.raises(actions.TooManyFilesError):
        actions.add_file(check, Upload("application/pdf", PDF), file_name="x", **told)


def test_a_file_that_is_lost_is_said_to_be(client, group, added, vetter, folder):
    next(list_all_files()).unlink()
    sign_in(client, vetter.user)

    assert client.get(address(group, "evidence", evidence_id=added.pk)).status_code == 404


def test_nobody_hands_in_for_others(client, group, ana, required, nursery):
    sign_in(client, make_member(group, ("vetter",), at=NOON).user)

    assert client.get(own_address(group, ana, required)).status_code == 404
    sign_in(client, ana.person.user)
    of_houses = next(one for one in required.values() if one.applies_to == "organisation")
    where = address(group, "evidence_hand_in", who=ana.key, requirement_id=of_houses.pk)
    assert client.get(where).status_code == 404
