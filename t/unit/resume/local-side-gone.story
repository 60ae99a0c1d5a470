# what comes for a local side that is gone is discarded, and acknowledged
session 256 60
0 dial
10 blocks holder
10 gives client 1000
20 gone client
20 gives holder 200000
20 gives holder 200000
= client got 0
= client blocks 1
30 unblocks holder
= holder got 1000
= holder eof
