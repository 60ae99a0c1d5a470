# another address leads to the server: the connection ends without three seconds of waiting
start 30 waits
1000 net away nowhere
1010 net away other
1010 until 9000 -
= dead gone 1500
