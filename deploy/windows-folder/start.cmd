@echo off
rem Starts the wizard from the folder that this file is in, wherever that is; what follows the command is handed on.
rem Nothing that stands in this user's variables or in the current folder decides what runs (-I).
setlocal DisableDelayedExpansion
for /f "tokens=2 delims=:." %%p in ('chcp') do set "before=%%p"
chcp 65001 >nul
"%~dp0python\python.exe" -I -B -X utf8 -m ntuh_onboard %*
set "status=%errorlevel%"
if defined before chcp %before% >nul
rem A window that a double-click has opened would close before anybody has read why.
if not "%status%"=="0" if "%~1"=="" pause
exit /b %status%
