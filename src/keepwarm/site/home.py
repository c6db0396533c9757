"""The house's folder: database, uploads, secret and logs live below it, and nowhere else."""

import os
import secrets
import tempfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]
"""The folder that holds `src/` when Keepwarm runs from a checkout."""


def find_home() -> Path:
    """The folder that `KEEPWARM_HOME` names, else `var/` of the checkout, else `var/` where we stand. Made when missing."""
    named = os.environ.get("KEEPWARM_HOME", "")
    base = CHECKOUT if (CHECKOUT / "pyproject.toml").exists() else Path.cwd()
    home = Path(named).expanduser().absolute() if named else base / "var"
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def read_or_make_secret(path: Path) -> str:
    """The secret in `path`; made on the first start, readable by its owner only.

    Written whole to a file of another name and then linked to its own: of several processes that start together one
    wins, all read the winner's secret, and a crash leaves either no secret or a whole one.
    """
    if not path.exists():
        _offer_secret(path)
    return path.read_text(encoding="ascii").strip()


def _offer_secret(path: Path) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # created with mode 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    except FileExistsError:
        pass  # another process was first: its secret is the one
    finally:
        draft.unlink()
