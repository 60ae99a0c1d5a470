# the address is away for less than three seconds: the server is asked, and answers
start 10
1000 net away nowhere
1000 until 3500 -
= nothing
3500 net here carrier same
= probe
3500 until 9000 3510
= calm
9000 until 100000 -
= nothing
