#!/bin/sh
# Gatehouse asked by curl. Run it while the app, or `gatehouse serve`, runs: it reads the quota, takes a lease, keeps it, and
# gives it back. Each line of its own works in a terminal as well.
set -eu

# Inside an agent the socket and the grant are in the environment; else in the data folder.
data="${XDG_DATA_HOME:-$HOME/.local/share}/gatehouse"
socket="${GATEHOUSE_SOCKET:-$(sed -n 's/.*"path": *"\(.*\)".*/\1/p' "$data/service.json")}"

# The grant comes to curl through a file descriptor: arguments of a program are seen by everybody.
grant="${GATEHOUSE_GRANT:-$(cat "$data/machine-grant")}"
gatehouse() {
  path="$1"
  shift
  curl --silent --show-error --fail-with-body --unix-socket "$socket" --header @- "$@" "http://gatehouse$path" <<HEADER
authorization: Bearer $grant
HEADER
}
json='content-type: application/json'

echo '# Does it run? (no grant needed)'
curl --silent --unix-socket "$socket" http://gatehouse/health
echo

echo '# What there is, and what serves now'
gatehouse /v1/quota
echo

echo '# A lease of 5 % that lives by its heartbeat'
answer="$(gatehouse /v1/leases --header "$json" \
  --data '{"label":"curl","estimate":{"unit":"percent","value":5},"holder":{"kind":"heartbeat"}}')"
lease="$(printf '%s' "$answer" | sed -n 's/.*"lease":{"id":"\([^"]*\)".*/\1/p')"
echo "$lease"

echo '# Still at work'
gatehouse "/v1/leases/$lease/heartbeat" --request POST
echo

echo '# 2 % used so far'
gatehouse "/v1/leases/$lease/usage" --header "$json" --data '{"used":2}'
echo

echo '# Done: what is not used is given back'
gatehouse "/v1/leases/$lease" --request DELETE
echo

echo '# A refusal says why, with a code that stays the same'
gatehouse /v1/leases/none/heartbeat --request POST || echo " (curl ended with $?)"

# Two that you have to stop yourself:
#   gatehouse "/v1/leases/$lease/hold" --no-buffer     holds a lease for as long as it runs
#   gatehouse /v1/events --no-buffer                   tells what happens
# And a key, which asks the person first, unless a rule says yes:
#   gatehouse /auth/claude/token --header "$json" --data '{}'
