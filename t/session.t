#!/bin/sh
# The life of a kept connection: stories with a clock of their own.
exec "${O:-build}/t/session" t/session/*.story
