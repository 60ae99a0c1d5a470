# the carrier goes while the server is asked: it is asked again when the carrier is back
start 60 waits
1000 net here carrier other
= probe moved
1000 until 3000 -
= probe
3000 net here dark other
= hold
60000 net here carrier other
= probe returned
60000 until 69000 -
= probe returned
