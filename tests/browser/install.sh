#!/bin/sh
# Installs Debian's Chromium and Noto fonts for the browser tests, and Pango for the papers, when they are missing and we may. Says plainly
# when we may not.
here() { PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null | grep -q "$1"; }
pango() { here libpango-1.0.so.0 && here libpangoft2-1.0.so.0 && here libharfbuzz-subset.so.0; }
if command -v chromium >/dev/null 2>&1 && [ -d /usr/share/fonts/truetype/noto ] && [ -d /usr/share/fonts/opentype/noto ] && pango; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium, Noto fonts and Pango for the tests."
  apt-get update -q >/dev/null 2>&1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends chromium fonts-noto-core fonts-noto-cjk \
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null 2>&1
fi
command -v chromium >/dev/null 2>&1 || echo "Chromium is not here and cannot be installed: the browser tests will be skipped."
pango || echo "Pango is not here and cannot be installed: the tests of papers will be skipped."
exit 0
