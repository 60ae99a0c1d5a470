# an ACK below an earlier one drops the transport
session 256 60
0 dial
10 gives client 100000
= holder got 100000
20 raw client 020000080000000000000001
= client down
= client goes-on
30 dial
= client up
