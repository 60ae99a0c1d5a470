# the smaller of both rings is the window, and neither changes
session 256 60
0 forge holder ring 65536
0 dial
= client room 65536
= holder room 262144
10 cut
10 forge holder ring 131072
20 dial
= client goes-on
= client dials
20 cut
20 forge holder ring 65536
20 forge client ring 131072
30 dial
= holder status gap
# a ring of less than 64 kB is none
40 session 256 60
40 forge client ring 65535
40 dial
= holder status gap
