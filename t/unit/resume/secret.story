# a client with another secret is refused, and changes nothing
session 256 60
0 dial
10 gives client 10
20 lost client
20 secret
30 dial
= holder status unknown
= holder up
= holder goes-on
