"""The labs as values: what each of them shows, step by step, and how it is written down.

A lab is one frozen value (`Lab`): its settings, its numbers, where it stands. `catalogue.LABS`
lists them all. The window draws a lab; everything that it draws is worked out here.
"""
