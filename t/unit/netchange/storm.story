# a storm of changes does not put the end off
start 30 waits
1000 net here carrier other
1000 until 1200 -
1200 net here carrier other
1200 until 1400 -
1400 net here carrier other
1400 until 1450 -
1450 net here carrier other
1450 until 9000 -
= dead moved 4750
