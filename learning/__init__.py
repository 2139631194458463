"""The craft: grading, mastery, reviews, planning, interviewing, readiness."""
