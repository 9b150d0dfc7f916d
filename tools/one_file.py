"""Where the one-file build begins (`make one-file`): as `python -m ntuh_onboard` does."""

from ntuh_onboard.__main__ import main

raise SystemExit(main())
