# the machine slept and has no network yet: the server is asked when there is one
start 10
5000 net here dark same
5100 slept
5100 until 20000 -
= nothing
20000 net here carrier same
= probe returned
20000 until 90000 -
= dead returned 30000
