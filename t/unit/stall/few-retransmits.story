# long silence with few retransmits proves nothing
timeout 10
0 sent
0 every 5 40000 - 3
= alive
