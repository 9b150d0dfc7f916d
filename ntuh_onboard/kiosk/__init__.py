"""The kiosk: a public computer at which one student after another sits down; POSIX only.

The supervisor (`supervisor`, `children`, `console`, `signals`, `counts`, `supervisor_messages`) keeps the terminal and
ends processes; it reads no key, relays no byte and imports no screen. What a student sees runs in its own process
(`child_process`, `kiosk_app` and the rest), which ends with that student (S-08).
"""
