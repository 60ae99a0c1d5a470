# a closed window whose probes are answered is alive
timeout 10
0 sent
0 every 5 600000 900 1
= alive
