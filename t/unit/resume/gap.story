# a client that says it received more than was sent is refused
session 256 60
0 dial
10 gives holder 10
20 lost client
20 forge client received 11
30 dial
= holder status gap
= client end missing
= holder goes-on
