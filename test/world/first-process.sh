#!/bin/sh
# The first process of a world: makes the private mounts, starts the supervisor as an ordinary user, reaps orphans.
set -eu
folder=$1 node=$2 supervisor=$3 drop_to=$4
plan=/tmp/world/plan

ip link set lo up
# Programs count as offline that have loopback alone. This one leads nowhere: its other end is here too, and there is no route.
# Without addresses that it would find for itself: they come to hold a second later, and Chromium ends every request with a
# network that has changed.
if ip link add outward type veth peer name nowhere; then
  ip link set nowhere addrgenmode none up
  ip link set outward addrgenmode none
  ip addr add 192.0.2.1/32 dev outward
  ip link set outward up
else
  echo 'world: this kernel makes no such interface; programs count as offline' >&2
fi

# No service of the host can be reached through a socket in /run. What must stay visible waits there while the
# folders that hold it are covered.
mount -t tmpfs -o mode=0755 world /run
mkdir -p /run/world/tmp
mount --bind "$folder/tmp" /run/world/tmp
number=0
while IFS= read -r path; do
  number=$((number + 1))
  mkdir "/run/world/$number"
  mount --rbind "$path" "/run/world/$number"
done <"/run/world/tmp/world/plan/show"

while IFS= read -r path; do
  mount -t tmpfs -o mode=0755 world "$path"
done <"/run/world/tmp/world/plan/hide"
mount -t tmpfs -o mode=1777 world /dev/shm
mount --bind /run/world/tmp /tmp
mount --bind "$plan/passwd" /etc/passwd
mount --bind "$plan/group" /etc/group

number=0
while IFS= read -r path; do
  number=$((number + 1))
  mkdir -p "$path"
  mount --rbind "/run/world/$number" "$path"
  mount -o remount,bind,ro "$path"
  umount -R "/run/world/$number"
done <"$plan/show"
umount /run/world/tmp

if [ -n "$drop_to" ]; then
  set -- setpriv --reuid "${drop_to%:*}" --regid "${drop_to#*:}" --clear-groups --inh-caps=-all
else
  set -- setpriv --ambient-caps=-all --inh-caps=-all
fi
# A shell gives /dev/null to what it starts in the background; the command is to have the caller's terminal.
exec 9<&0
"$@" "$node" "$supervisor" <&9 9<&- &
exec 9<&-
status=0
wait $! || status=$?
exit "$status"
