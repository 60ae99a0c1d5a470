# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: the storm for 100 tunnels, over a path of 50 ms each way.
. t/bench/storm.sh
TUNNELS=${TUNNELS:-100} DELAY=${DELAY:-50}
export TUNNELS DELAY
