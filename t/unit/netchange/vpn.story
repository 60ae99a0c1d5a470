# a VPN comes and goes, and the server answers all the time: it is not asked twice
start 30 waits
1000 net here carrier other
= probe moved
1000 until 3000 1020
= calm
60000 net here carrier same
60000 until 90000 -
= nothing
