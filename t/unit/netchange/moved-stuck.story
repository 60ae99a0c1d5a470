# the route moves and nothing leaves this machine: the server has twice the time
start 30 waits
1000 net here carrier other
1000 until 20000 0
= dead moved 8500
