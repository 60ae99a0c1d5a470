#!/bin/sh
# One turn of poll(2).
exec "${O:-build}/t/loop"
