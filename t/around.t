#!/bin/sh
# The place machine: stories with a clock of their own.
exec "${O:-build}/t/place" t/place/*.story
