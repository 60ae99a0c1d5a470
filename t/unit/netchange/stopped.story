# with a stopped ssh an unanswered probe ends nothing, and the server has its time again
start 30 waits
1000 net here carrier other
= probe moved
1000 until 9000 -
= dead moved 4750
4750 stopped
= nothing
4750 until 9000 -
= dead moved 8500
