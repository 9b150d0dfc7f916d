"""A computer on show, at which one student after another sits down; POSIX only.

The supervisor (`supervisor`, `children`, `console`, `signals`, `counts`, `told`) keeps the terminal and ends processes;
it reads no key, relays no byte and imports no screen. What a student sees runs in a process of its own (`seat`, `app`
and the rest), which ends with that student (S-08).
"""
