# keystrokes are not acknowledged; 64 kB and a quarter of the ring are
session 1024 60
0 dial
# GREETING is the server's; JOINED and ACK
= holder written 32
10 gives client 1
20 gives client 1
30 gives client 65533
= holder written 0
40 gives client 1
= holder written 12
50 blocks holder
50 gives client 524288
= holder written 0
60 takes holder 262143
= holder written 0
70 takes holder 1
= holder written 12
