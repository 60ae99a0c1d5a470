# the machine slept, and the server forgot the connection
start 60 waits
5000 slept
= probe slept
5000 until 20000 -
= dead slept 8750
