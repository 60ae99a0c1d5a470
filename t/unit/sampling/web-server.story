# a web server has not begun SSH, however much ssh sends to it
timeout 20
100 input HTTP/1.1
140 turn 4000 8
= no-ssh
