"""The wizard in a web browser (extra `web`): one process per student behind a page of our own.

From textual-serve come the packets between server and wizard (`session` is a subclass of its `AppService`) and, as it
is, the terminal that runs in the browser (xterm.js with its own style sheet). Its page and its `Server` are not used.
The page asks fonts.googleapis.com, for as long as a firewall drops packets. The server knows no token, takes any Origin
and size, lists its files, starts the wizard through a shell, waits for its end without end, and prints local variables
when it fails: each of its methods would have had to be replaced.

The server (all modules but `app`) never imports a screen; `app` runs in the student's process.
"""
