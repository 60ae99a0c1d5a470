# a dead path that the guard reports is a loss; ssh's words do not outweigh it
0 start
100 reach ready
> up
60000 cause path-dead
60000 hint closed
60001 hint asked
60002 exit 255
> lost
= waiting
= within 100 1000
61002 wait
> spawn
# a server without a banner is retried soon, as one that does not answer
61500 reach connected
66500 cause no-banner
66500 exit 255
> wait
= within 100 3000
69500 wait
> spawn
# something that is no SSH server is retried less and less often
69600 reach connected
69600 cause not-ssh
69600 exit 255
> wait
