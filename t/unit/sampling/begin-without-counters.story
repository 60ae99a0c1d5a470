# without counters the guard must not wait for the begin of SSH
timeout 20
100 turn
= ssh
