# a kernel without counters is not asked again
timeout 20
10000 look
= idle
= never
