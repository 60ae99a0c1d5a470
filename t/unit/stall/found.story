# What is found late has been repeated in vain for long: it is dead at once
patience 10
20000 found 12
20000 look 20000 12
= dead 20000
