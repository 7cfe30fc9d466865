"""What leaves a request carries its group: a job names it first, and nothing is kept under a key without one."""

import inspect
import re

from django.utils.module_loading import import_string

from tests.architecture.source import APPS, files, named, python_files

TASK = re.compile(r"\"(manyhands\.apps\.[\w.]*tasks\.\w+)\"")
# Of no group: a code that signs somebody in, a pool, whose groups it reads one by one, and an account.
OF_NO_GROUP = {"code_id", "pool_id", "user_id"}
# Of every group in turn: with which one a round goes on that was too long for one job.
OF_EVERY_GROUP = {"after"}


def list_jobs() -> list[str]:
    return sorted({job for path in python_files() for job in TASK.findall(path.read_text())})


def test_a_job_names_its_group_first():
    """Or takes nothing, and goes through all groups, each in its own scope."""
    wrong = []
    for job in list_jobs():
        names = list(inspect.signature(import_string(job)).parameters)
        if names and names[0] not in {"group_id", *OF_NO_GROUP, *OF_EVERY_GROUP}:
            wrong.append(f"{job}({', '.join(names)})")

    assert len(list_jobs()) > 10
    assert wrong == []


def test_nothing_is_kept_in_a_cache_of_values():
    """Django's cache is one room for all groups: whoever wants one puts the group into the key, and tries it here."""
    users = [named(path) for path in files(APPS, ".py") if "django.core.cache" in path.read_text()]
    pages = [
        named(path)
        for path in python_files()
        if re.search(r"cache_page|UpdateCacheMiddleware|{% cache ", path.read_text())
    ]

    assert users + pages == []


def test_no_query_of_a_group_is_remembered_by_the_process():
    """A function of queries that remembers its answers would give one group's to another."""
    remembered = [
        named(path)
        for path in files(APPS, ".py")
        if {"queries", "actions", "models"} & {path.stem, *path.parts}
        and re.search(r"@(?:functools\.)?(?:lru_)?cache\b", path.read_text())
    ]

    assert remembered == []
