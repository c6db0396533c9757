"""`keepwarm import …` in a process of its own, as a person starts it; with KEEPWARM_BENCH_PROFILE it says where the time goes."""

import cProfile
import os
import pstats
import sys


def main() -> None:
    """The command line of `keepwarm import`."""
    from keepwarm.cli.main import main as keepwarm

    profile = os.environ.get("KEEPWARM_BENCH_PROFILE")
    if not profile:
        keepwarm(["import", *sys.argv[1:]])
        return
    profiler = cProfile.Profile()
    try:
        profiler.runcall(keepwarm, ["import", *sys.argv[1:]])
    finally:
        pstats.Stats(profiler, stream=open(profile, "w", encoding="utf-8")).sort_stats("tottime").print_stats(45)  # noqa: SIM115, PTH123


if __name__ == "__main__":
    main()
