"""The sender: takes messages along, speaks SMTP, and writes down what came of it."""
