# what sshd said last is delivered after sshd is gone
session 256 60
0 dial
10 blocks client
20 gives holder 1000
20 eof holder
20 gone holder
= holder goes-on
30 cut
40 dial
= holder goes-on
50 unblocks client
= client got 1000
= client eof
= holder end done
= holder over
= client over
