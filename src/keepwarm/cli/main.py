"""The command `keepwarm`: finds the noun, opens the house, and turns a refusal into a sentence and exit code 2."""

import os
import sys
from datetime import UTC, datetime
from importlib import import_module

import click

from keepwarm.lib.refusal import Refusal

REFUSED = 2
GIVES_WAY = {"import": 10, "export": 10, "plan": 10, "replay": 10}
"""Long work, and how far it gives way to whoever reads a page meanwhile; alone on the machine it is as fast as without."""

FOLLOWED = frozenset("import plan log recycle handoff opportunity promise customer consent letter outbox send inbox".split())
"""Nouns that change where somebody stands: what follows from it elsewhere is done at once, for the house may never be served. What a
mail that comes in by a pipe brings is followed by the next of them: a mail server waits there."""

NOUNS = {
    "import": "Bring in a list of inquiries, or a history, from CSV or XLSX.",
    "plan": "Set the next touch of everyone who is due, and show how many to call, to write, to keep warm.",
    "decide": "Decide for the rows of a CSV file of facts, without a database.",
    "desk": "Show a rep's queue of today.",
    "log": "Log a touch: a call, a meeting, a letter sent by hand.",
    "customer": "Show how customers are, complaints and over-selling; tell use and payments.",
    "promise": "Write down what was promised at a sale, and say whether it was kept.",
    "lead": "Show what a lead is; draft, sign and compare; try it on the past.",
    "program": "Make, change and stop the programs that keep people warm, and what tomorrow brings.",
    "mailing": "Write, check, send and hold a mailing to many, and show what became of it.",
    "handoff": "Offer leads to sales, and accept or return them.",
    "offering": "List and add what the house sells, and say what currencies are worth.",
    "opportunity": "Open, move, win, lose and postpone what somebody may buy; bring in the pipeline of another program.",
    "letter": "Look at a letter, send one, list them, and what is left of the budget.",
    "segment": "List, show, count, save, change and retire segments: groups of people by a condition.",
    "content": "List and add what we have to offer, preview it as a mail, take in templates.",
    "feed": "List, add and read the feeds of blogs and podcasts, and decide on what they propose.",
    "page": "Mark pages of your web site whose visits show interest, and list them.",
    "readiness": "Say how ready somebody is by what they did, and why.",
    "form": "List the inquiry forms, make one, change, close and open it.",
    "question": "List the questions of the house, add one, and say which to ask somebody next.",
    "seminar": "Plan, open and call off seminars, and show how full they are and who comes.",
    "survey": "Write, open and close surveys, and show what people answered.",
    "post": "Print letters on paper in batches, say that they were posted, and what came back.",
    "message": "List short messages, write one, set the gateway, and send what waits.",
    "webhook": "Tell other software what happens here: list, add and remove its addresses.",
    "recycle": "Put somebody back to keep warm until a day, with a reason.",
    "export": "Write a list or a report into a file: CSV, XLSX, PDF.",
    "find": "Find anyone by part of a name, firm, phone or email.",
    "report": "Print the morning report, the week, what works, lists and replies, and what became of our leads.",
    "outlay": "List and write down what was spent that no touch carries.",
    "goal": "Show and set goals in conversations and leads.",
    "quota": "Show and set quotas of who sells: so far, expected, still needed.",
    "audit": "Check that nobody is forgotten and that the standing equals its history.",
    "replay": "Decide anew for everyone, or from what was known on a past day, and compare with what stands or stood.",
    "consent": "Show what may be sent to whom; suppress an address; renew the key of links.",
    "outbox": "Show what mail waits, is uncertain or failed, and decide about it.",
    "send": "Hand over the mail that waits.",
    "inbound": "Keep and read one mail from standard input: for the pipe of a mail server.",
    "inbox": "List what came in by mail, and read the mailboxes.",
    "serve": "Serve the web application and work in the background.",
    "user": "Add people, list them, print a one-time sign-in link.",
    "demo": "Load or remove the demo house.",
    "mail": "Check whether mail of a domain will be taken: SPF, DKIM, DMARC, TLS, blocklists.",
    "migrate": "Make or upgrade the database.",
}
"""Every noun and what `keepwarm --help` says of it, so that help loads none of them. A noun's file is
`keepwarm/cli/<noun>.py` (`import_.py` for import) and its click command is called `command`."""


class Nouns(click.Group):
    """Loads the file of a noun only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NOUNS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NOUNS:
            return None
        _open_house()
        command: click.Command = import_module(_module_of(cmd_name)).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(NOUNS.items()))


def _module_of(noun: str) -> str:
    return "keepwarm.cli.import_" if noun == "import" else f"keepwarm.cli.{noun}"


def _open_house() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keepwarm.site.settings")
    import django

    django.setup()


@click.group(cls=Nouns)
@click.version_option(package_name="keepwarm")
def keepwarm() -> None:
    """Keepwarm: whom to call now, whom to write to, whom to keep warm, and why.

    Example: keepwarm plan --json
    """


@keepwarm.result_callback()
@click.pass_context
def follow_prospects(context: click.Context, /, *_results: object, **_options: object) -> None:
    """After a command that was done: the rooms that follow a prospect are brought in line."""
    if context.invoked_subcommand in FOLLOWED:
        import_module("keepwarm.cli.following").follow(now=datetime.now(UTC))


def main(arguments: list[str] | None = None) -> None:
    """The console script. Exit codes: 0 done, 1 something is wrong (audit), 2 refused or misused."""
    noun = next(iter(sys.argv[1:] if arguments is None else arguments), "")
    os.nice(GIVES_WAY.get(noun, 0))
    try:
        keepwarm(arguments, prog_name="keepwarm")
    except Refusal as refusal:
        refuse(refusal.sentence)
    except Exception as problem:
        sentence = _sentence_for(problem)
        if sentence is None:
            raise
        refuse(sentence)


def refuse(sentence: str) -> None:
    """Say on stderr why nothing was done, and end with code 2."""
    click.echo(sentence, err=True)
    sys.exit(REFUSED)


def _sentence_for(problem: Exception) -> str | None:
    """What to do about a house that cannot be opened; None for anything that is a fault of ours."""
    if type(problem).__name__ == "UnknownDatabase":
        return str(problem)
    if isinstance(problem, PermissionError):
        return f"The folder {problem.filename} may not be written. Set KEEPWARM_HOME to a folder that may."
    if type(problem).__module__ != "django.db.utils":
        return None
    if any(words in str(problem) for words in ("no such table", "no such column", "does not exist")):
        return "The database is not ready for this version. Run: keepwarm migrate"
    if "connect" in str(problem) or "unable to open" in str(problem):
        return f"The database cannot be reached: {str(problem).splitlines()[0]}"
    return None
