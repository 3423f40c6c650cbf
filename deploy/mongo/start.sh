#!/usr/bin/env bash
# Starts MongoDB as a replica set of one member, which lets nobody in without a password. Members of a set know each other by
# the key in a file; here there is no other, so it is made anew at each start.
set -euo pipefail

umask 077
key=/data/configdb/replica-set.key
head -c 756 /dev/urandom | base64 --wrap=0 >"$key.new"
mv "$key.new" "$key"
exec docker-entrypoint.sh mongod --bind_ip_all --replSet rollbook --keyFile "$key" --wiredTigerCacheSizeGB 0.5
