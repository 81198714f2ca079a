"""The few windows of their own: preferences, shortcuts, about."""
