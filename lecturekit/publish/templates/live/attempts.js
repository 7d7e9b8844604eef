// Exercises: nothing yet.
