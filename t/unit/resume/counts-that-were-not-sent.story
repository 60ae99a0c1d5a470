# a JOINED with more bytes than were sent drops the transport; twice, the session
session 256 60
0 dial
10 cut
10 forge holder received 1
20 dial
= client dials
= client goes-on
30 dial
= client end fault
