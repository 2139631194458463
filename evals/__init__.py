"""How well the mentor does: tasks, scorers and reports."""
