# an address that is taken away and given back, while another is there, ends nothing
start 30 waits
1000 net away other
1100 net here carrier same
1100 until 2000 1101
= calm
2000 until 9000 -
= nothing
