# bytes that were retransmitted in vain for long before they are seen are a dead path at once
timeout 10
20000 found 12
20000 look 20000 12
= dead 20000
