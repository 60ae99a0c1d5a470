# a kernel without counters is not asked again
patience 20
10000 look
= idle
= never
