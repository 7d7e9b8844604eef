"""The exercises and quizzes of Part 1, one idea a file."""
