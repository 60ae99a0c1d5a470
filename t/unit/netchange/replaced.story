# an address taken away and given back, as some do to renew it, with another at hand
start 30 waits
1000 net away other
1100 net here carrier same
1100 until 2000 1101
= calm
2000 until 9000 -
= nothing
