"""What is known of the hospital's sites: profile files that staff can mend, and whom a profile may point at."""
