# a full ring stops its reader; a drained ring gives its memory back
session 256 60
0 dial
= client blocks 0
10 blocks holder
10 gives client 262144
= client room 0
= holder got 0
# no more, whatever passes
20 pass
= client room 0
# a transport with full rings still passes what goes the other way
30 gives holder 1000
= client got 1000
40 takes holder 262144
= holder got 262144
= client room 262144
= client blocks 0
= holder blocks 1
50 unblocks holder
60 gives client 262144
= holder got 524288
= holder blocks 1
