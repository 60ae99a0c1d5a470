# the path dies under an upload, the retransmit timeout is capped at a second
timeout 10
0 sent
0 every 5 60000 - +
= dead 10005
