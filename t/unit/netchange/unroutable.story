# where no route was seen from the start its absence means nothing
start 30 waits nowhere
1000 net here carrier nowhere
= nothing
