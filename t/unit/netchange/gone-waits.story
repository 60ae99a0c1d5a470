# a connection with -a waits for hours while the address is gone
start 30 waits
1000 net away nowhere
= hold
1000 until 7200000 -
= nothing
7200000 net here carrier same
= probe
7200000 until 7300000 7200010
= calm
