"""A process that sends what is due, once for each line it reads, each time in a fork that may be killed.

Django is loaded once: a hundred workers can be killed in a minute. It opens no connection itself, each fork its own.
"""

import os
import sys

import django


def main() -> None:
    django.setup()
    from manyhands.apps.messaging.tasks import deliver_due

    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            deliver_due()
            os._exit(0)
        print(pid, flush=True)
        _pid, status = os.waitpid(pid, 0)
        print(status, flush=True)


if __name__ == "__main__":
    main()
