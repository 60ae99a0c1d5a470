# what the server cannot do ends the session, with its reason
session 256 60
0 link
0 pass holder 0
0 raw client 0400000000000000000000000000000000000000
= client end sshd-failed
10 session 256 60
10 link
10 pass holder 0
10 raw client 0600000000000000000000000000000000000000
= client end old
