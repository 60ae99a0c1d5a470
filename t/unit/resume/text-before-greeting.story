# text of the server's shell before the GREETING is skipped
session 256 60
0 dial Welcome-tg-ho-ttg-hold
= client up
10 cut
20 flood 65536
= client up
30 cut
# more of it is not: this transport is dropped, and the session goes on
40 flood 65537
= client down
= client goes-on
50 dial
= client up
