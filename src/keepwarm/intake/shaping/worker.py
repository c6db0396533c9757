"""`python -m keepwarm.intake.shaping.worker`: takes a job on its input and gives shaped rows on its output. Knows no database."""

from __future__ import annotations

import pickle
import sys


def main() -> None:
    """Ends quietly when nobody reads any more."""
    from django.conf import settings

    settings.configure(USE_I18N=False)
    from keepwarm.intake.shaping.jobs import send
    from keepwarm.lib.collecting import seldom_collecting

    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - the process that started this one sends it
    try:
        with seldom_collecting(), open(sys.stdout.fileno(), "wb", buffering=0, closefd=False) as pipe:
            send(job, pipe)
    except BrokenPipeError:
        sys.stderr.close()


if __name__ == "__main__":
    main()
