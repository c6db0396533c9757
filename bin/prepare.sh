# Sourced by the other commands: `prepare run` or `prepare dev` makes .venv from that lock, or leaves it when it is as it should be.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
give_up() { say "$*"; exit 2; }

find_python() {
    local name
    for name in "${PYTHON:-}" python3.11 python3 python; do
        if [ -n "$name" ] && "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    give_up "Keepwarm needs Python 3.11, and there is none on this machine's PATH. Install it, or name it: PYTHON=/path/to/python3.11 $0"
}

fingerprint() { cat "requirements/$1.lock" bin/prepare.sh | cksum; }

is_prepared() { [ "$(cat ".venv/keepwarm-$1" 2>/dev/null)" = "$(fingerprint "$1")" ] && .venv/bin/python -c 'import keepwarm' 2>/dev/null; }

make_venv() {
    local python
    python=$(find_python)
    "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then # Debian keeps venv in a package of its own
        say "Installing python3.11-venv …"
        { apt-get update && apt-get install -y --no-install-recommends python3.11-venv; } >/dev/null 2>&1 || true
        "$python" -m venv --clear .venv >/dev/null 2>&1 && return
    fi
    give_up "$python cannot make a virtual environment. On Debian or Ubuntu: apt-get install python3.11-venv"
}

install_lock() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "requirements/$1.lock" &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index --editable .
}

prepare() {
    is_prepared "$1" && return
    say "Preparing Keepwarm: installing what requirements/$1.lock names (only now and when the lock changes) …"
    rm -f .venv/keepwarm-run .venv/keepwarm-dev
    .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || make_venv
    install_lock "$1" || give_up "The packages could not be installed; what pip said stands above. Run the same command again when it is mended."
    fingerprint run >.venv/keepwarm-run
    if [ "$1" = dev ]; then fingerprint dev >.venv/keepwarm-dev; fi
}
