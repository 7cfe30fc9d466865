import argparse
import time
from pathlib import Path

from manyhands.cli.demo.environment import PORT, set_environment, throw_away


def describe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument(
        "--data", type=Path, default=Path(".demo"), help="folder to keep it in (default: .demo)"
    )
    parser.add_argument("--fresh", action="store_true", help="throw away what is there and begin anew")
    parser.add_argument("--no-server", action="store_true", help="prepare everything and stop")


def run(options: argparse.Namespace) -> int:
    began = time.monotonic()
    set_environment(options.data, options.port)
    import django

    django.setup()
    from django.utils import timezone

    from manyhands.cli.demo.plan import make_demo_plan, print_plan
    from manyhands.cli.demo.roles import print_ways_in
    from manyhands.cli.demo.world import is_made, make_world
    from manyhands.cli.running.preparation import gather_static_files, prepare_database
    from manyhands.cli.running.processes import Supervisor, web_child, worker_children

    if options.fresh:
        throw_away(options.data)
    prepare_database()
    gather_static_files()
    if not is_made():
        print("Inventing three groups, 300 volunteers and 150 requests …", flush=True)
        make_world(at=timezone.now())
        make_demo_plan(at=timezone.now())
    print_plan(at=timezone.now())
    print_ways_in(at=timezone.now())
    print(f"Ready in {time.monotonic() - began:.0f} s. Stop with Ctrl-C.", flush=True)
    if options.no_server:
        return 0
    return Supervisor([web_child(host="127.0.0.1", port=options.port), *worker_children()]).run()
