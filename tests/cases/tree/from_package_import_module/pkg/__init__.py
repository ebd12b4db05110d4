"""State and work."""
