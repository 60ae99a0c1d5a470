# a server that speaks no version of ours is not asked
session 256 60
0 version 2
0 dial
= client end old
= client over
= holder goes-on
