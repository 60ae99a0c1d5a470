# a closed window whose probes stay unanswered is a dead path
timeout 10
0 sent
0 every 5 5000 900 1
5000 every 5 60000 - +
= dead 15005
