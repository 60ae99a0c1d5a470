# without counters the guard must not wait for the begin of SSH
patience 20
100 turn
= ssh
