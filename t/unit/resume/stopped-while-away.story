# a client that is stopped while away dials once more to end the holder
session 256 60
0 dial
10 cut
20 stop client
= client dials
= holder goes-on
30 dial
= holder over
= holder end stopped
= client over
