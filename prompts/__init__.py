"""What the agent is told: Markdown files and their loader."""
