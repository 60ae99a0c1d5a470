#!/bin/sh
# SPDX-License-Identifier: ISC
# What sshp costs over ssh: against a throw-away sshd in a world of its own.
. t/tap.sh
. t/world.sh
. t/keep.sh
world
keep_world
exec perl t/costs "$T/config" "${PAIRS:-60}"
