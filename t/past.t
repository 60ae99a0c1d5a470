#!/bin/sh
# The history: lines by tables, and stories of what is read from it.
exec "${O:-build}/t/past" t/past/*.story
