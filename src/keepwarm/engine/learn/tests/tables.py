"""Tables made up for tests: what tells, what does not, and what gives the outcome away."""

import numpy as np

from keepwarm.engine.learn.frame import Flags, Frame, read_frame


def made_up(rows: int = 900, *, signal: float = 1.0, seed: int = 3) -> tuple[Frame, Flags]:
    """Minutes and trade tell as much as `signal`; colour tells nothing; some of it is missing."""
    chance = np.random.default_rng(seed)
    minutes, trade = chance.gamma(2, 10, rows), chance.integers(0, 3, rows)
    came = chance.random(rows) < 1 / (1 + np.exp(-signal * ((minutes - 20) / 10 + (trade == 1)) + 0.5))
    colour = chance.integers(0, 4, rows)
    unknown = chance.random(rows) < 0.1
    header = ["minutes", "trade", "colour"]
    table = [
        ["" if unknown[row] else f"{minutes[row]:.2f}", ("wood", "steel", "glass")[trade[row]], f"colour {colour[row]}"]
        for row in range(rows)
    ]
    return read_frame(header, table), came
