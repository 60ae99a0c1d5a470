# an acknowledgement every 9 s keeps a slow connection alive
timeout 10
0 sent
0 look 0 0
9000 look 8900 6
9100 look 0 0
18000 look 8900 7
18100 look 50 0
27000 look 8900 8
= alive
