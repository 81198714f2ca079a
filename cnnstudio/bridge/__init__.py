"""Between window and engine: starts the engine's process, talks to it, notices its death."""
