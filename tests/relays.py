"""Real mail servers for tests: Postfix from Debian's package, on a free port of this machine, in a folder of its own.

with postfix({"hello@house.example": "house"}) as relay:    # takes mail for these addresses, and for none else
    relay.arrived("house")                                  # the bytes of each letter in that mailbox, as it was delivered
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.mail_servers import free_port

POSTFIX = "/usr/sbin/postfix"
_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
recipient_delimiter = +
virtual_mailbox_domains = regexp:{folder}/conf/domains
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/conf/boxes
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
anvil unix - - n - 1 anvil
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running server."""

    port: int
    folder: Path

    @property
    def mail(self) -> Path:
        """Where the mailboxes lie, each as a Maildir."""
        return self.folder / "mail"

    def arrived(self, box: str, count: int = 1) -> list[bytes]:
        """What was delivered there, the oldest first; waits until there is so much."""
        for _ in range(400):
            found = sorted((self.mail / box).glob("new/*"), key=lambda path: path.stat().st_mtime_ns)
            if len(found) >= count:
                return [path.read_bytes() for path in found]
            time.sleep(0.05)
        pytest.fail(f"Nothing arrived for {box}: {(self.folder / 'log').read_text(errors='replace')[-2000:]}", pytrace=False)


@contextmanager
def postfix(boxes: Mapping[str, str]) -> Iterator[Postfix]:
    """Start it, and stop it. It wants to be started by root, and then gives up what root may."""
    if not Path(POSTFIX).exists() or os.getuid() != 0:
        pytest.skip("Postfix is started by root only, or not installed: apt-get install postfix")
    folder, nobody = Path(tempfile.mkdtemp(prefix="pf-", dir="/tmp")), pwd.getpwnam("nobody")
    folder.chmod(0o755)
    for name in ("conf", "queue", "data", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", "nobody", "nogroup")
    server = Postfix(free_port(), folder)
    words = {"folder": folder, "port": server.port, "uid": nobody.pw_uid, "gid": nobody.pw_gid}
    files = {"main.cf": _MAIN.format(**words), "master.cf": _MASTER.format(**words), "domains": "/./ ok\n"}
    files["boxes"] = "".join(f"{address} {box}/\n" for address, box in boxes.items())
    for name, text in files.items():
        (folder / "conf" / name).write_text(text)
    asked = [POSTFIX, "-c", str(folder / "conf")]
    try:
        subprocess.run([*asked, "start"], check=True, capture_output=True, timeout=60)
        _wait_until_it_answers(server.port, folder / "log")
        yield server
    finally:
        subprocess.run([*asked, "abort"], check=False, capture_output=True, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(port: int, log: Path) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.05)
    pytest.fail(f"Postfix does not answer: {log.read_text(errors='replace')[-2000:]}", pytrace=False)
