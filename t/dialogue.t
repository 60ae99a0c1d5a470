#!/bin/sh
# What is said to proxies, what they answer, and which proxy: tables.
exec "${O:-build}/t/dialogue"
