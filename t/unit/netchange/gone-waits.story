# the same for one who waits for a network: all stands still, for hours
start 30 waits
1000 net away nowhere
= hold
1000 until 7200000 -
= nothing
7200000 net here carrier same
= probe
7200000 until 7300000 7200010
= calm
