# a banner that ssh has not read yet shows the begin of SSH at once
timeout 20
100 input SSH-2.0-x
= first
= ssh
