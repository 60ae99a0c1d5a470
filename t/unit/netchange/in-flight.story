# an answer that was on its way when the route moved does not count
start 30 waits
1000 net here carrier other
1000 until 1400 1010
= probe moved
1400 until 9000 -
= dead moved 4750
