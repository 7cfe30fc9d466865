"""What is better among what is possible: one named measure per file, in whole-number costs."""
