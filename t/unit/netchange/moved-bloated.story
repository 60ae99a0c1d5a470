# with a round trip of three seconds the server has two of them to answer
start 30 waits
1000 net here carrier other
1000 until 9000 - 3000
= dead moved 7000
