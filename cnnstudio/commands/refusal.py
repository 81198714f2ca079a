"""A command that cannot be carried out."""


class Refusal(Exception):  # noqa: N818 - it is an answer more than an error
    """Nothing was done: one sentence says why."""
