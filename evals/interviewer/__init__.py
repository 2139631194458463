"""How good is the interviewer? Yes/no criteria over simulated candidates, on the real service."""
