from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from keepwarm.cli.main import NOUNS, keepwarm


def list_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and subcommand with the words that call it; nouns whose room is still to come are left out."""
    context = click.Context(keepwarm)
    for noun in NOUNS:
        try:
            command = keepwarm.get_command(context, noun)
        except ModuleNotFoundError as missing:
            if missing.name and missing.name.startswith("keepwarm.cli."):
                continue
            raise
        assert command is not None
        yield noun, command
        if isinstance(command, click.Group):
            yield from ((f"{noun} {name}", sub) for name, sub in command.commands.items())


COMMANDS = dict(list_commands())


@pytest.mark.parametrize("words", COMMANDS)
def test_its_help_says_what_it_does_and_gives_an_example(words: str) -> None:
    result = CliRunner().invoke(keepwarm, [*words.split(), "--help"])
    assert result.exit_code == 0, result.output
    assert f"Example: keepwarm {words}" in " ".join(result.output.split())


def test_the_whole_command_lists_its_nouns_without_loading_any() -> None:
    result = CliRunner().invoke(keepwarm, ["--help"])
    assert result.exit_code == 0
    assert all(f"\n  {noun} " in result.output for noun in NOUNS)


def test_an_unknown_noun_is_refused() -> None:
    result = CliRunner().invoke(keepwarm, ["sell"])
    assert result.exit_code == 2
    assert "No such command 'sell'" in result.output
