#!/bin/sh
# Forwards one by one: stories with a clock of their own.
exec "${O:-build}/t/forwards" t/forwards/*.story
