"""The exercises and quizzes of Part 4, one idea a file."""
