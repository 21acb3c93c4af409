"""Run a program that ends when the process that started it ends (Linux).

    python child.py PROGRAM ARGS...

Without this, a supervisor that is killed outright leaves its processes on their ports.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(command: "list[str]") -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
