# with a stopped ssh a dead path gets no verdict, and has its time again when ssh continues
timeout 10
0 stopped
0 sent
0 every 5 12000 - +
= alive
12000 continued
12000 look 12000 12
= alive
12000 every 5 40000 - +
= dead 22005
= says path dead, busy: 10 retransmits unanswered, no ack for
