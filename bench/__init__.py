"""Speed (`bin/bench NAME…`) and judgement (`bin/measure NAME PATH…`): what is measured, how, and what is aimed at.

A bench is a file `bench/NAME.py` with `run() -> Iterable[Result]`; a measure is `bench/measure_NAME.py` with
`run(paths) -> Iterable[Result]`. A measure's results are printed as one JSON object of names and values.
"""
