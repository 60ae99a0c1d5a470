# the route moves and the server does not answer: the connection ends after four seconds
start 30 waits
1000 net here carrier other
= probe moved
1000 until 9000 -
= dead moved 4750
