#!/bin/sh
# The pure floors: tables.
exec "${O:-build}/t/tables"
