"""Real mail servers for tests: Dovecot from Debian's package, on a free port of this machine, in a folder of its own. Postfix: `relays.py`.

with dovecot() as server:            # skips, with its reason, where Dovecot is not installed
    server.deliver("hello", raw)     # into the INBOX of that user; the password of everyone is `PASSWORD`
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted

PASSWORD = "pears-and-plums"
DOVECOT = shutil.which("dovecot") or "/usr/sbin/dovecot"
_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 1
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
auth_failure_delay = 0 secs
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server."""

    port: int
    folder: Path

    def deliver(self, user: str, raw: bytes, *, at: datetime, folder: str = "INBOX") -> None:
        """Put a mail into a folder of that user."""
        with self.open(user) as box:
            box.append(raw, folder, dt=at)

    @contextmanager
    def open(self, user: str) -> Iterator[MailBoxUnencrypted]:
        """The mailbox of that user, as their mail program sees it."""
        box = MailBoxUnencrypted("127.0.0.1", port=self.port, timeout=30)
        box.login(user, PASSWORD, initial_folder="INBOX")
        try:
            yield box
        finally:
            box.logout()

    def number_anew(self, user: str) -> None:
        """All mails of the INBOX get other numbers, as after a restore."""
        for path in (self.folder / "mail" / user).glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)  # the new UIDVALIDITY is the second of its making


@contextmanager
def dovecot(more: str = "") -> Iterator[Dovecot]:
    """Start it, and stop it; `more`: further lines of its configuration."""
    if not Path(DOVECOT).exists():
        pytest.skip("Dovecot is not installed: apt-get install dovecot-imapd")
    folder = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))  # sockets need a short path
    server = Dovecot(free_port(), folder)
    config = folder / "dovecot.conf"
    config.write_text(_CONFIG.format(folder=folder, port=server.port, password=PASSWORD, **_who()) + f"{more}\n")
    _give_away(folder)
    process = subprocess.Popen([DOVECOT, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=(folder / "errors").open("wb"))
    try:
        _wait_for(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _who() -> dict[str, object]:
    """As root Dovecot divides its work among users of its own; as anybody else it is that user alone."""
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        return {"internal": "dovecot", "login": "dovenull", "group": "dovecot", "uid": nobody.pw_uid, "gid": nobody.pw_gid}
    me = pwd.getpwuid(os.getuid())
    import grp

    return {"internal": me.pw_name, "login": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name, "uid": me.pw_uid, "gid": me.pw_gid}


def _give_away(folder: Path) -> None:
    folder.chmod(0o755)
    (folder / "mail").mkdir()
    if os.getuid() == 0:
        shutil.chown(folder / "mail", "nobody", "nogroup")


def _wait_for(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            said = (server.folder / "errors").read_text(errors="replace")
            pytest.fail(f"Dovecot did not start: {said}", pytrace=False)
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"Dovecot does not answer: {(server.folder / 'log').read_text(errors='replace')[-2000:]}", pytrace=False)
