# the route moves with bytes out: four retransmits are waited for
start 30 waits
1000 net here carrier other
1000 until 9000 +
= dead moved 5000
