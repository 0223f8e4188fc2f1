#!/bin/sh
# Installs Debian's Chromium and Noto fonts for the browser tests, when they are missing and we may. Says plainly when we may not.
if command -v chromium >/dev/null 2>&1 && [ -d /usr/share/fonts/truetype/noto ] && [ -d /usr/share/fonts/opentype/noto ]; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium and Noto fonts for the browser tests."
  apt-get update -q >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-core fonts-noto-cjk >/dev/null 2>&1
fi
command -v chromium >/dev/null 2>&1 || echo "Chromium is not here and cannot be installed: the browser tests will be skipped."
exit 0
