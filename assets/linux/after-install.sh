#!/bin/sh
# Run by the package manager as root, after the files are there.
set -e
folder=/opt/Gatehouse

# Chromium's own helper is needed where the kernel gives ordinary users no namespaces; elsewhere it must not be setuid.
# Root would get them in any case, so it is tried as nobody, by number, for the names differ.
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
  chmod 0755 "$folder/chrome-sandbox"
else
  chmod 4755 "$folder/chrome-sandbox"
fi

# Ubuntu 23.10 and newer give namespaces only to programs with a profile. Older versions do not understand this one.
profile=$folder/resources/apparmor-profile
if [ -f "$profile" ] && command -v apparmor_parser >/dev/null 2>&1 && apparmor_status --enabled >/dev/null 2>&1 &&
  apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" /etc/apparmor.d/gatehouse-app
  apparmor_parser --replace --write-cache --skip-read-cache /etc/apparmor.d/gatehouse-app || true
fi

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true; fi
exit 0
