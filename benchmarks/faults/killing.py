import os
import signal
import subprocess
from contextlib import suppress

from benchmarks.processes import family_of


def kill_family(process: "subprocess.Popen[bytes]") -> None:
    """A process and all its descendants, with no chance to tidy up; from the top, so that nobody starts them anew."""
    for pid in family_of(process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
