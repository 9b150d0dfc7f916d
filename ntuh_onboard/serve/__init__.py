"""The wizard in a web browser (extra `web`): one process per student behind a page of our own.

textual-serve provides the packets between server and wizard (`student_session` has a subclass of its `AppService`) and,
unchanged, the terminal in the browser (xterm.js with its own style sheet). Its page and its `Server` are not used. The
page loads from fonts.googleapis.com, and hangs while a firewall drops those packets. The server has no tokens, accepts
any Origin and size, lists its files, starts the wizard through a shell, waits for its end without a limit, and prints
local variables when it fails: every one of its methods would have had to be replaced.

A student's process has one of two fronts: screens (`served_app`), or line prompts as messages for the plain page
(`plain_page_wizard`, `page_person`, `server_pipe`). The server (all other modules) never imports a screen.
"""
