#!/bin/sh
# The menu of the notification daemon: picks, of the lines it is shown, the one a test has named in "chosen-action".
exec grep -F -m 1 -- "$(cat "$WORLD_DIR/chosen-action")"
