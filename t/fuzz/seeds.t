#!/bin/sh
# The fuzzers' seeds, and what they once found, without a fuzzer.
. t/lib/tap.sh
for seeds in t/fuzz/seeds/*; do
	name=${seeds##*/}
	ok "$name" "${O:-build}/t/fuzz/$name" "$seeds"/*
done
finish
