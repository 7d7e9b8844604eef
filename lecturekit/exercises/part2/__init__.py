"""The exercises and quizzes of Part 2, one idea a file."""
