#!/bin/sh
# How many tunnels log in at a time: stories with a clock of their own.
exec "${O:-build}/t/logins" t/logins/*.story
