@echo off
rem gatehouse: the command line. Runs the app's own binary; see the sh launcher beside it for the why.
"%~dp0gatehouse-app.exe" --disable-gpu --log-level=3 -- %*
