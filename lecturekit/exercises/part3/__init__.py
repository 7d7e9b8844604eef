"""The exercises and quizzes of Part 3, one idea a file."""
