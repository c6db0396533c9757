"""What is said to a person when something they asked for is not done."""


class Refusal(Exception):
    """Something is refused, and nothing was changed. Its message is a whole sentence for the person who asked.

    Rooms subclass it with a name that says what is refused (`class EmailBudgetSpent(Refusal)`). The edges turn it into
    what their reader expects: a page with the sentence, JSON, or a line on stderr and exit code 2.
    """

    @property
    def sentence(self) -> str:
        """The sentence to show."""
        return str(self)
