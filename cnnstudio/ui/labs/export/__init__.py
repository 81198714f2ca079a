"""Labs out of the program: pictures (PNG, SVG) and films (GIF, MP4), to files or the clipboard.

Everything is drawn by `compose` and `paint_plate`, as in the window. What is drawn and how it is
written down are kept apart, so that the window can draw in its own time and write in a thread.
"""
