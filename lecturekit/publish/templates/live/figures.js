// Live figures: nothing yet.
