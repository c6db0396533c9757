"""Circle: what spans the rooms, each one action in one transaction: merge and unmerge, a seat left, forgetting, undoing an import.

Each room that holds rows about a prospect exports what the circle needs of it: `absorb`, `reassign` and `forget`.
"""
