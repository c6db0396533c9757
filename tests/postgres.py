"""A PostgreSQL cluster of our own for one command: `python -m tests.postgres COMMAND…` runs it with the cluster's address.

Nothing of it stays: a folder for its files, a socket in that folder instead of a port, and no writing through to disk.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "jit": "off",
    "shared_buffers": "256MB",
    "max_connections": "60",
    "autovacuum": "off",
}
"""What a cluster that is thrown away may do without.

Tests are rolled back: a vacuum while one runs would note that its tables are empty, and every join in it would be planned for one row.
"""


class NoPostgres(RuntimeError):
    """This machine has no PostgreSQL that is new enough."""


def find_binaries() -> Path:
    """The folder with initdb and pg_ctl of the newest PostgreSQL, 15 at least; raises `NoPostgres`."""
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdigit()]
    on_path = shutil.which("initdb")
    found = sorted(debian, key=lambda path: int(path.parent.name)) or ([Path(on_path).parent] if on_path else [])
    newest = found[-1] if found else None
    if newest is None or _version(newest) < OLDEST:
        raise NoPostgres(f"The tests need PostgreSQL {OLDEST} or newer: apt-get install postgresql")
    return newest


def _version(binaries: Path) -> int:
    words = subprocess.run([binaries / "initdb", "--version"], check=True, capture_output=True, text=True).stdout.split()
    return int(words[2].split(".")[0])


@dataclass(frozen=True, slots=True)
class Cluster:
    """One that runs. Its `folder` also holds the socket and its log."""

    folder: Path
    binaries: Path
    run: "Runner"

    @property
    def url(self) -> str:
        """For `KEEPWARM_DATABASE_URL`."""
        return f"postgresql://keepwarm@/keepwarm?host={self.folder}"

    def crash(self) -> None:
        """Stop it as a power cut would, and start it again; what was committed stands in its log."""
        words = ("-l", self.folder / "log", "-m", "immediate", "-w", "-t", "120", "restart")
        self.run(self.binaries / "pg_ctl", "-D", self.folder / "data", *words)

    def count_in_log(self, words: str) -> int:
        """How many lines of its log hold these words."""
        return sum(words in line for line in (self.folder / "log").read_text(encoding="utf-8", errors="replace").splitlines())

    def backends(self) -> list[int]:
        """The processes that serve somebody now."""
        postmaster = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        return [pid for pid in _children(postmaster) if _serves(pid)]

    @contextmanager
    def short_of_disk(self, size: int) -> Iterator[None]:
        """Within the block whoever serves somebody now writes no file beyond so many bytes: PostgreSQL takes that for a full disk."""
        held = [pid for pid in self.backends() if self._limit_files(pid, str(size))]
        try:
            yield
        finally:
            for pid in held:
                self._limit_files(pid, "unlimited")

    def _limit_files(self, pid: int, size: str) -> bool:
        """False when the process is gone. Only its own user may say so."""
        try:
            self.run("prlimit", "--pid", str(pid), f"--fsize={size}:")
        except RuntimeError:
            return False
        return True


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _serves(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().startswith(b"postgres: keepwarm ")
    except OSError:
        return False


@contextmanager
def running_cluster(settings: Mapping[str, str]) -> Iterator[Cluster]:
    """A cluster with these settings, stopped and removed at the end."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="keepwarm-pg-"))
    run = _as_other_user(folder)
    said = " ".join(f"-c {name}={value}" for name, value in settings.items())
    options = f"-c listen_addresses='' -k {folder} {said}"
    try:
        run(binaries / "initdb", "-D", folder / "data", "-U", "keepwarm", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run(binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-t", "60", "-o", options, "start")
        run(binaries / "createdb", "-h", folder, "-U", "keepwarm", "keepwarm")
        yield Cluster(folder, binaries, run)
    finally:
        _stop(run, binaries, folder)


@contextmanager
def throwaway_postgres() -> Iterator[str]:
    """A running cluster that is only fast, as the address for `KEEPWARM_DATABASE_URL`."""
    with running_cluster(FAST) as cluster:
        yield cluster.url


def _stop(run: "Runner", binaries: Path, folder: Path) -> None:
    if (folder / "data" / "postmaster.pid").exists():
        run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


class Runner:
    """Runs PostgreSQL's programs quietly, as a user it accepts: it refuses to run as root."""

    def __init__(self, user: str | None) -> None:
        self.user = user

    def __call__(self, *command: Path | str) -> None:
        """Run one program to its end; its words are shown only when it fails."""
        done = subprocess.run(
            [str(word) for word in command], user=self.user, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, cwd="/", check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")


def _as_other_user(folder: Path) -> Runner:
    if os.geteuid() != 0:
        return Runner(None)
    user = "postgres" if "postgres:" in Path("/etc/passwd").read_text(encoding="utf-8") else "nobody"
    shutil.chown(folder, user)
    return Runner(user)


def main() -> int:
    """Run the command given on the command line beside a cluster; its exit code is ours."""
    try:
        with throwaway_postgres() as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "KEEPWARM_DATABASE_URL": url}, check=False).returncode
    except NoPostgres as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
