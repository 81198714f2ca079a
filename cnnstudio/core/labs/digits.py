"""Test digits for labs that need some before anybody has chosen one."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cnnstudio.core.labs.base import Floats
from cnnstudio.core.mnist import Digits, load_digits

#: A test digit whose picture says what it is: the one that the program opens with.
FIRST = 35


@lru_cache(maxsize=1)
def test_digits() -> Digits:
    """The 10,000 test digits, read once; raises MnistError where they cannot be had."""
    return load_digits("test")


def first_digit() -> Floats:
    """Test digit 35, (28, 28), 0 to 1."""
    return np.asarray(test_digits().images[FIRST] / 255.0)
