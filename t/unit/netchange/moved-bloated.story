# a round trip of three seconds: two of them are waited for
start 30 waits
1000 net here carrier other
1000 until 9000 - 3000
= dead moved 7000
