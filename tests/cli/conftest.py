import socket
from pathlib import Path

import pytest

from manyhands.cli.language import speak
from manyhands.cli.main import main
from tests.cli.planning_sheets import NEEDS, VOLUNTEERS, Planned, sheet


@pytest.fixture
def unused_tcp_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def plan(tmp_path, capsys):
    """`manyhands plan` with these rows of needs and volunteers, for the week from 9 March 2026."""

    def plan(needs, volunteers, *options):
        files = {"needs": needs, "volunteers": volunteers}
        paths = {}
        for name, content in files.items():
            headings = NEEDS if name == "needs" else VOLUNTEERS
            paths[name] = content if isinstance(content, Path) else tmp_path / f"{name}.csv"
            if isinstance(content, list):
                paths[name].write_bytes(sheet(headings, *content))
            elif isinstance(content, bytes):
                paths[name].write_bytes(content)
        out = tmp_path / "plan.csv"
        arguments = ["plan", "--needs", str(paths["needs"]), "--volunteers", str(paths["volunteers"])]
        arguments += ["--out", str(out), "--week", "2026-03-09", "--language", "en", *options]
        code = main(arguments)
        told = capsys.readouterr()
        return Planned(code, told.out, told.err, out)

    yield plan
    speak("en")
