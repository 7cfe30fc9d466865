"""A known hole in a library is found, said with what to do by when, and never mistaken for a network that is away."""

import json
import tomllib
from datetime import UTC, date, datetime

import pytest

from benchmarks.known_holes import asking, judging
from benchmarks.known_holes.__main__ import COULD_NOT_ASK, main
from benchmarks.known_holes.asking import CANARIES, Hole, Pin, list_pins
from benchmarks.known_holes.judging import (
    FOUND,
    MOST_DAYS,
    NOT_WEIGHED,
    ExceptionsError,
    judge,
    mend_by,
    read_exemptions,
    severity_of,
)
from tests.adapters.servers import HttpServer, Say, closed_port, running

TODAY = datetime(2026, 3, 7, 12, tzinfo=UTC)
GHSA, PYSEC, CVE = "GHSA-aaaa-bbbb-cccc", "PYSEC-2026-7", "CVE-2026-1234"
HOLE = Hole(
    Pin("PyPI", "some-library", "1.2.0"), (GHSA, CVE), "", frozenset({"low"}), TODAY.date(), ("1.2.5",)
)


def affected(ecosystem, name, *fixed):
    events = [{"introduced": "0"}, *({"fixed": one} for one in fixed)]
    return [
        {
            "package": {"ecosystem": ecosystem, "name": name},
            "ranges": [{"type": "ECOSYSTEM", "events": events}],
        }
    ]


def record(name, ecosystem, library, *fixed, severity=None, published="2026-03-01T08:00:00Z", **more):
    return {
        "id": name,
        "schema_version": "1.6.0",
        "modified": "2026-03-06T08:00:00.123456Z",
        "published": published,
        "summary": f"Something is wrong with {library}",
        "affected": affected(ecosystem, library, *fixed),
        "database_specific": {"severity": severity} if severity else {},
        **more,
    }  # fmt: skip


class Osv(HttpServer):
    """Answers as https://api.osv.dev does: one version at a time, many at a time on several pages, and by name."""

    def __init__(self):
        super().__init__(self.answer)
        self.records, self.concerned = {}, {}
        self.know(record("PYSEC-OLD", "PyPI", "jinja2", "2.7.2"), CANARIES[0])
        self.know(record("GHSA-OLD", "npm", "lodash", "4.17.21"), CANARIES[1])

    def know(self, one, *pins):
        self.records[one["id"]] = one
        for pin in pins:
            self.concerned.setdefault((pin.ecosystem, pin.name, pin.version), []).append(one["id"])

    def answer(self, heard):
        if heard.path == "/v1/query":
            holes = [self.records[name] for name in self.named(heard.json)]
            return Say(body={"vulns": holes} if holes else {})
        if heard.path == "/v1/querybatch":
            return Say(body={"results": [self.page(query) for query in heard.json["queries"]]})
        one = self.records.get(heard.path.removeprefix("/v1/vulns/"))
        return Say(body=one) if one else Say(status=404, body={"code": 5, "message": "Bug not found."})

    def page(self, query):
        """One hole a page."""
        names, place = self.named(query), int(query.get("page_token", 0))
        found = {"vulns": [{"id": names[place], "modified": "2026-03-06T08:00:00Z"}]} if names else {}
        return found | ({"next_page_token": str(place + 1)} if names[place + 1 :] else {})

    def named(self, query):
        package = query["package"]
        return self.concerned.get((package["ecosystem"], package["name"], query["version"]), [])

    def asked(self, path):
        return [heard.json for heard in self.heard if heard.path == path]


@pytest.fixture
def osv(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with running(Osv()) as server:
        yield server


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch, time_machine):
    """Two libraries, and two scripts, one inside the other."""
    time_machine.move_to(TODAY, tick=True)
    hashed = " \\\n    --hash=sha256:00\n"
    (tmp_path / "run.txt").write_text(
        f"Some.Library==1.2.0{hashed}other==3.0 ; python_full_version < '3.12'{hashed}"
    )
    packages = {"": {"name": "ours"}, "node_modules/map": {"version": "1.9.4"},
                "node_modules/map/node_modules/@types/part": {"version": "2.0.0", "optional": True}}  # fmt: skip
    (tmp_path / "package-lock.json").write_text(json.dumps({"packages": packages}))
    (tmp_path / "known_holes.toml").write_text("")
    monkeypatch.setattr(asking, "LOCKS", tmp_path)
    monkeypatch.setattr(asking, "BUNDLED", tmp_path / "package-lock.json")
    monkeypatch.setattr(judging, "EXCEPTIONS", tmp_path / "known_holes.toml")
    return tmp_path


def exempt(
    project,
    name=GHSA,
    library="some-library",
    reason="We never call what is broken in it",
    until="2026-03-31",
):
    (project / "known_holes.toml").write_text(
        f'["{name}"]\nlibrary = "{library}"\nreason = "{reason}"\nuntil = {until}\n'
    )


# --- the whole of it, over the wire ---------------------------------------------------------------------------------


def test_nothing_is_found_where_every_version_was_asked_about(osv, project, capsys):
    """Also about what only another machine would install."""
    (project / "dev.txt").write_text("other==4.0 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n")

    assert main(["--osv", osv.url]) == 0

    assert "no known hole(s) to mend; asked about 5 versions (PyPI 3, npm 2)" in capsys.readouterr().out
    asked = osv.asked("/v1/query") + osv.asked("/v1/querybatch")[0]["queries"]
    assert {(one["package"]["name"], one["version"]) for one in asked} == {
        ("some-library", "1.2.0"), ("other", "3.0"), ("other", "4.0"), ("map", "1.9.4"), ("@types/part", "2.0.0"),
        ("jinja2", "2.4.1"), ("lodash", "4.17.15"),
    }  # fmt: skip


def test_a_planted_hole_is_found_with_what_to_do_and_by_when(osv, capsys):
    mine, script = Pin("PyPI", "some-library", "1.2.0"), Pin("npm", "@types/part", "2.0.0")
    osv.know(record(PYSEC, "PyPI", "some-library", "1.2.5", aliases=[GHSA, CVE]), mine)
    osv.know(record(GHSA, "PyPI", "some-library", "1.1.9", "1.2.5", severity="HIGH", aliases=[CVE]), mine)
    osv.know(record("GHSA-1", "npm", "@types/part", severity="LOW"), script)
    osv.know(
        record(
            "GHSA-2", "npm", "@types/part", "2.0.1", severity="CRITICAL", published="2026-02-20T08:00:00Z"
        ),
        script,
    )

    assert main(["--osv", osv.url]) == FOUND

    first, second, third, told = capsys.readouterr().out.strip().split("\n\n")
    assert first.splitlines() == [
        "@types/part 2.0.0 (npm): Something is wrong with @types/part",
        "  GHSA-2",
        "  critical, known since 2026-02-20, to be mended by 2026-02-27: 8 days ago",
        "  fixed in: 2.0.1",
        "  do: name the fixed version in frontend/package.json; npm install there; make frontend test-browser",
    ]
    assert second.splitlines() == [
        "some-library 1.2.0 (PyPI): Something is wrong with some-library",
        f"  {GHSA}, {PYSEC}, {CVE}",
        "  high, known since 2026-03-01, to be mended by 2026-03-15",
        "  fixed in: 1.2.5, 1.1.9",
        "  do: make lock UPGRADE=yes; make check test; look at the diff of the locks",
    ]
    assert "fixed in: no version yet\n  do: go without it, or say in known_holes.toml why" in third
    assert told == "3 known hole(s) to mend; asked about 4 versions (PyPI 2, npm 2)"


def test_what_was_taken_back_is_no_hole(osv):
    osv.know(record(GHSA, "npm", "map", withdrawn="2026-03-02T08:00:00Z"), Pin("npm", "map", "1.9.4"))

    assert main(["--osv", osv.url]) == 0


# --- not asked is not well --------------------------------------------------------------------------------------------


def test_without_a_network_nothing_is_well(capsys):
    assert main(["--osv", f"http://127.0.0.1:{closed_port()}"]) == COULD_NOT_ASK

    said = capsys.readouterr()
    assert "COULD NOT ASK http://127.0.0.1" in said.err
    assert "it is not known whether a library has a known hole" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("path", "say"),
    [
        ("/v1/querybatch", Say(status=503)),
        ("/v1/querybatch", Say(body="<html>Please sign in to this network</html>")),
        ("/v1/querybatch", Say(body={"results": []})),
        ("/v1/querybatch", Say(drop=True)),
        ("/v1/query", Say(status=503)),
        ("/v1/query", Say(body="<html>Please sign in to this network</html>")),
        ("/v1/query", Say(drop=True)),
        ("/v1/query", Say(body={})),
        ("/v1/vulns/PYSEC-2026-7", Say(status=503)),
        ("/v1/vulns/PYSEC-2026-7", Say(status=404)),
        ("/v1/vulns/PYSEC-2026-7", Say(body=[])),
    ],
)
def test_half_an_answer_is_none(osv, capsys, path, say):
    osv.know(record(PYSEC, "PyPI", "other", "3.1"), Pin("PyPI", "other", "3.0"))
    osv.script = lambda heard: say if heard.path == path else osv.answer(heard)

    assert main(["--osv", osv.url]) == COULD_NOT_ASK
    assert "COULD NOT ASK" in capsys.readouterr().err


def test_a_database_that_knows_no_old_hole_knows_nothing(osv, capsys):
    osv.concerned.pop(("npm", "lodash", "4.17.15"))

    assert main(["--osv", osv.url]) == COULD_NOT_ASK
    assert "it says nothing of lodash 4.17.15, which has known holes" in capsys.readouterr().err


# --- how long one may stay --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "severity", "last_day"),
    [
        ({"critical"}, "critical", date(2026, 3, 8)),
        ({"", "high"}, "high", date(2026, 3, 15)),
        ({"moderate", "low"}, "moderate", date(2026, 3, 31)),
        ({"low"}, "low", date(2026, 3, 31)),
        ({""}, NOT_WEIGHED, date(2026, 3, 8)),
        ({"negligible"}, NOT_WEIGHED, date(2026, 3, 8)),
    ],
)
def test_what_nobody_has_weighed_counts_as_the_worst(said, severity, last_day):
    hole = Hole(Pin("npm", "map", "1"), (GHSA,), "", frozenset(said), date(2026, 3, 1), ())

    assert (severity_of(hole), mend_by(hole)) == (severity, last_day)


def test_the_times_are_those_that_were_promised():
    promised = (asking.ROOT / "SECURITY.md").read_text()

    for severity, days in MOST_DAYS.items():
        assert f"| {severity} | {days} days |" in promised


def judged(hole, *, today):
    return judge([hole.pin], [hole], read_exemptions(today=today), today=today)


def test_an_exception_holds_until_its_last_day(project, capsys):
    exempt(project)

    assert judged(HOLE, today=date(2026, 3, 31)) == 0
    told = capsys.readouterr().out
    assert "stays until 2026-03-31: We never call what is broken in it" in told
    assert "no known hole(s) to mend, 1 by exception" in told
    assert judged(HOLE, today=date(2026, 4, 1)) == FOUND


@pytest.mark.parametrize("other", [{"name": "GHSA-other"}, {"library": "map"}])
def test_an_exception_is_for_one_library_and_one_hole(project, other):
    exempt(project, **other)

    assert judged(HOLE, today=TODAY.date()) == FOUND


def test_an_exception_that_nothing_needs_any_more_is_named(project, capsys):
    exempt(project)

    assert judge([HOLE.pin], [], read_exemptions(today=TODAY.date()), today=TODAY.date()) == 0
    assert f"known_holes.toml: {GHSA} is not found any more; take it out" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "It is fine"},
        {"until": "2026-06-08"},
        {"until": '"2026-03-31"'},
        {"reason": '"\nmood = "calm'},
    ],
)
def test_an_exception_has_a_reason_and_an_end(project, wrong):
    exempt(project, **wrong)

    with pytest.raises(ExceptionsError):
        read_exemptions(today=TODAY.date())


def test_exceptions_that_cannot_be_read_let_nothing_stay(project, capsys):
    (project / "known_holes.toml").write_text("[GHSA")

    assert main(["--osv", "http://127.0.0.1:1"]) == FOUND
    assert "known_holes.toml: cannot be read" in capsys.readouterr().err


def test_what_we_have_can_be_read(monkeypatch):
    monkeypatch.undo()

    pins = list_pins()

    assert {"django", "psycopg-binary", "colorama", "@popperjs/core"} <= {pin.name for pin in pins}
    assert len({pin.version for pin in pins if pin.name == "numpy"}) > 1
    assert not set(CANARIES) & set(pins)
    for entry in tomllib.loads(judging.EXCEPTIONS.read_text()).values():
        assert {"library", "reason", "until"} == set(entry)
