# after ssh has read the banner, the second message of ssh shows the begin of SSH
timeout 20
100 turn 20 0
= read
= no-ssh
200 turn 20 40
= first
= no-ssh
= due 240
240 turn 255 40
= no-ssh
= due 320
320 turn 256 1000
= read
= ssh
