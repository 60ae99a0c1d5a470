#!/bin/sh
# The stall machine: stories with a clock of their own.
exec "${O:-build}/t/stall" t/stall/*.story
