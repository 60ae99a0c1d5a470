# without a route from the start the absence of a route means nothing
start 30 waits nowhere
1000 net here carrier nowhere
= nothing
