# no carrier: nothing is held against it, and ten seconds when it is back
start 60 waits
1000 net here dark same
= hold
1000 until 600000 -
= nothing
600000 net here carrier same
= probe returned
600000 until 900000 -
= dead returned 610000
