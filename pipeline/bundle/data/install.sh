#!/bin/sh
# Installs Polyfolio from this folder, without a network: sh install.sh [FOLDER]
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
for python in python@PYTHON@ python3 python; do
  if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 7))' >/dev/null 2>&1; then
    exec "$python" "$here/install.py" "$@"
  fi
done
echo "Install Python @PYTHON@ first, then run this again." >&2
exit 1
