"""A district names who verifies an assessment, and chooses the questions that they verify."""
