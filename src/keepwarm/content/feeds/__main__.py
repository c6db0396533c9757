"""One feed on standard input, its address as the argument: its name and entries as JSON. Run by `parsing`, with limits."""

import json
import sys
from dataclasses import asdict

from keepwarm.content.feeds.entries import read_entries

result = read_entries(sys.stdin.buffer.read(), sys.argv[1])
json.dump(None if result is None else [result[0], [asdict(entry) for entry in result[1]]], sys.stdout)
