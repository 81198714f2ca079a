"""Between the window and the engine: starts its process, talks to it, notices its death."""
