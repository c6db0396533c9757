"""What a page asks several times is read once: a function marked `@remembered` repeats its answer until `remembering()` ends.

Only for reads, and only around requests that write nothing: within one, an answer cannot grow old by our own doing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember until the end of the block, in this thread alone."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(read: Callable[P, R]) -> Callable[P, R]:
    """`read` with the same arguments, which are hashable, is carried out once within `remembering`; outside it every time."""

    @wraps(read)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return read(*args, **kwargs)
        key = (read, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = read(*args, **kwargs)
        return cast("R", answers[key])

    return again
