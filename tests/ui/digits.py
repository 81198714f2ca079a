"""MNIST's test digits, read and checked once for all tests; nobody can write to them."""

from __future__ import annotations

from functools import cache

from cnnstudio.core.mnist import Digits, load_digits


@cache
def all_test_digits() -> Digits:
    return load_digits("test")
