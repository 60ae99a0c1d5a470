#!/bin/sh
# The pure floors of sshp: tables.
exec "${O:-build}/t/pieces"
