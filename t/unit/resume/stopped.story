# a stopped session ends at both ends, without the unsent bytes
session 256 60
0 dial
10 blocks holder
10 gives client 10
20 stop client
= client over
= client end stopped
= holder over
= holder end stopped
