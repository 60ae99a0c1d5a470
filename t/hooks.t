#!/bin/sh
# The user's own commands: when they are run, by tables.
exec "${O:-build}/t/hooks"
