# before the first JOINED the limit is 30 s
session 256 3600
0 reboot
30000 wait
= client end not-joined
= holder end not-joined
