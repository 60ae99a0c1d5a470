#!/bin/sh
# SPDX-License-Identifier: ISC
# What sshp costs over ssh: against a throw-away sshd in a world of its own.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
exec perl t/bench/start.pl "$T/config" "${PAIRS:-60}"
