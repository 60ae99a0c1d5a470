# without a carrier nothing is held against the server, and it has ten seconds once the carrier is back
start 60 waits
1000 net here dark same
= hold
1000 until 600000 -
= nothing
600000 net here carrier same
= probe returned
600000 until 900000 -
= dead returned 610000
