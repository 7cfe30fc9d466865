"""Everything before the first request, in a process of its own: see `processes.run_beside`."""

import django


def main() -> None:
    django.setup()
    from manyhands.cli.preparation import gather_static_files, prepare_database

    prepare_database()
    gather_static_files()


if __name__ == "__main__":
    main()
