# a server that was started anew has lost the session
session 256 60
0 dial
10 cut
10 reboot
20 dial
= client end rebooted
= client over
