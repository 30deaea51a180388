#!/bin/sh
# Chromium for the page tests, poppler for the PDF tests, PostgreSQL for the store's. Where they can't be installed the tests say so and skip.
set -u
need=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || need="chromium"
command -v pdftoppm >/dev/null || need="$need poppler-utils"
ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || need="$need postgresql"
[ -z "$need" ] && exit 0
command -v apt-get >/dev/null || { echo "not installed: $need; the tests that need it skip"; exit 0; }
if [ "$(id -u)" = 0 ]; then as=""; else as="sudo -n"; fi
echo "installing for the tests: $need"
$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends $need >/dev/null ||
  echo "could not install $need; the tests that need it skip"
