#!/bin/sh
# Run by the package manager as root, after the files are gone. What people have stored stays theirs.
set -e
# An update comes by here as well, with the newer files in place already.
if [ -x /opt/Gatehouse/gatehouse-app ]; then exit 0; fi
if [ -f /etc/apparmor.d/gatehouse-app ]; then
  if command -v apparmor_parser >/dev/null 2>&1; then apparmor_parser --remove /etc/apparmor.d/gatehouse-app 2>/dev/null || true; fi
  rm -f /etc/apparmor.d/gatehouse-app
fi
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
exit 0
