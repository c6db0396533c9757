"""The parts of a mail: what is new, what is quoted or forwarded, and the signature. Nothing is thrown away.

The parts follow one another without a gap, so that together they are the text. Time grows with the length of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from keepwarm.engine.replies.quoting import heading_at, is_marked, split_before_heading
from keepwarm.engine.replies.signing import signature_from


class PartKind(StrEnum):
    """What a stretch of a mail is."""

    NEW = "new"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text: `text[start:end]`."""

    kind: PartKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Trimmed:
    """A mail in its parts, in the order of the text and without a gap."""

    text: str
    parts: tuple[Part, ...]

    def only(self, *kinds: PartKind) -> str:
        """The stretches of these kinds, one below the other, without empty lines around them."""
        pieces = [self.text[part.start : part.end].strip("\r\n") for part in self.parts if part.kind in kinds]
        return "\n".join(piece for piece in pieces if piece.strip()).strip()

    @property
    def new(self) -> str:
        """What the sender wrote now, without the signature; answers between quoted lines are kept."""
        return self.only(PartKind.NEW)

    @property
    def quoted(self) -> str:
        """What was written before."""
        return self.only(PartKind.QUOTED)

    @property
    def forwarded(self) -> str:
        """A mail of somebody else that is passed on."""
        return self.only(PartKind.FORWARDED)

    @property
    def signature(self) -> str:
        """Name and whatever stands below it."""
        return self.only(PartKind.SIGNATURE)


def trim(text: str) -> Trimmed:
    """Split the plain text of a mail into its parts; any text at all is understood somehow."""
    lines = _lines(text)
    kinds = _sign(lines, _kinds(lines))
    parts: list[Part] = []
    start = 0
    for line, kind in zip(lines, kinds, strict=True):
        end = start + len(line)
        if parts and parts[-1].kind is kind:
            parts[-1] = Part(kind, parts[-1].start, end)
        else:
            parts.append(Part(kind, start, end))
        start = end
    return Trimmed(text, tuple(parts))


def _lines(text: str) -> list[str]:
    """The lines with their ends; a heading that stands behind other words is a line of its own."""
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        cut = split_before_heading(line)
        lines += [line[:cut], line[cut:]] if cut else [line]
    return lines


def _kinds(lines: Sequence[str]) -> list[PartKind]:
    kinds: list[PartKind] = []
    spoken = False  # whether anything new stands above
    while len(kinds) < len(lines):
        at = len(kinds)
        heading, taken = heading_at(lines, at)
        if heading == "forwarded" and not _is_after(kinds, PartKind.QUOTED):
            return kinds + [PartKind.FORWARDED] * (len(lines) - at)
        if heading and (_marks_follow(lines, at + taken) and (heading == "wrote" or not spoken)):
            kinds += [PartKind.QUOTED] * taken
        elif heading:
            return kinds + [PartKind.QUOTED] * (len(lines) - at)
        else:
            kinds.append(_kind_of(lines, at))
            spoken = spoken or (kinds[-1] is PartKind.NEW and bool(lines[at].strip()))
    return _joined(lines, kinds)


def _is_after(kinds: Sequence[PartKind], kind: PartKind) -> bool:
    return bool(kinds) and kinds[-1] is kind


def _marks_follow(lines: Sequence[str], at: int) -> bool:
    """Whether the first lines with words below a heading carry quotation marks."""
    below = [line for line in lines[at : at + 12] if line.strip()][:6]
    return bool(below) and (is_marked(below[0]) or sum(map(is_marked, below)) > len(below) / 2)


def _kind_of(lines: Sequence[str], at: int) -> PartKind:
    if is_marked(lines[at]):
        return PartKind.QUOTED
    between = 0 < at < len(lines) - 1 and is_marked(lines[at - 1]) and is_marked(lines[at + 1])
    return PartKind.QUOTED if between and lines[at].strip() else PartKind.NEW


def _joined(lines: Sequence[str], kinds: list[PartKind]) -> list[PartKind]:
    """Empty lines between two quoted lines are quoted as well."""
    last = -1
    for at, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is PartKind.QUOTED:
            if last >= 0 and at - last > 1 and not any(empty.strip() for empty in lines[last + 1 : at]):
                kinds[last + 1 : at] = [PartKind.QUOTED] * (at - last - 1)
            last = at
        elif line.strip():
            last = -1
    return kinds


def _sign(lines: Sequence[str], kinds: list[PartKind]) -> list[PartKind]:
    """Mark the signature at the end of each new piece."""
    start, spoken = 0, False
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] is kinds[start]:
            end += 1
        if kinds[start] is PartKind.NEW:
            found = start + signature_from(lines[start:end], spoken=spoken)
            kinds[found:end] = [PartKind.SIGNATURE] * (end - found)
            spoken = spoken or any(line.strip() for line in lines[start:found])
        start = end
    return kinds
