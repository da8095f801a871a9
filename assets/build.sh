#!/bin/sh
# Builds the page assets into internal/edge/web/assets. The result is committed:
# nobody needs Node to build or run the program. OUT=dir writes elsewhere, to
# compare with what is committed. No name of a file says whose pages these are.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${OUT:-$here/../internal/edge/web/assets}
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here"/package.json "$here"/package-lock.json "$here"/*.scss "$here"/*.js "$here"/icon.svg "$work"
cd "$work"
npm ci --no-audit --no-fund --ignore-scripts --silent
./node_modules/.bin/sass --load-path=node_modules --no-source-map --style=compressed --quiet-deps \
  throughline.scss "$out/style.css"
./node_modules/.bin/esbuild govuk.js --bundle --minify --format=esm --target=es2020 --charset=utf8 \
  --legal-comments=none --log-level=warning --outfile="$out/govuk.js"
cp jobs.js js-enabled.js keep.js leave.js stay.js passkey.js icon.svg "$out/"
mkdir -p "$out/pictures"
cp "$here"/pictures/*.svg "$out/pictures/"
