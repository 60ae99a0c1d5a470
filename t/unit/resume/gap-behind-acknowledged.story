# bytes that were acknowledged are gone: an end that wants them again is refused
session 256 60
0 dial
10 gives holder 100000
= client got 100000
20 lost client
20 forge client received 10
30 dial
= holder status gap
= client end missing
# the same, seen by the client
40 session 256 60
40 dial
50 gives client 100000
60 cut
60 forge holder received 10
70 dial
= client end missing
= client over
