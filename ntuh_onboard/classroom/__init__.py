"""A class at the simulated hospital: seats, slips, phones and the trainer's board, as web pages (extra `class`)."""
