# a server that sent something else, and to which ssh sends nothing more, has not begun SSH
timeout 20
100 input 220-mail
= first
= no-ssh
= due 140
140 turn 40 8
= read
= no-ssh
