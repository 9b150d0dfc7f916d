"""The engine over an installed browser, driven by Playwright (extra `browser`); see docs/browser-engine.md."""
