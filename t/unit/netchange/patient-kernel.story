# a kernel that retransmits too rarely gives no verdict after a move
start 10 waits
1000 slept
1000 until 30000 ~
= calm
30000 until 90000 -
= nothing
