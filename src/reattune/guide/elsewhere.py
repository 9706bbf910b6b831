"""What people look up that no guide like this is about: the house, the weather, shops, school, sport.

A search compares what is asked with these lines as well. What is nearer to one of them than to any line of an entry is about something
else, and then it is said that nothing here fits. A guide whose entries speak of such things (a club that mends bicycles) is nearer by its
own lines; and where people are named, or what is between them, it is about that, whatever they cook or play.
"""

from __future__ import annotations

LINES = (
    "food, recipes and restaurants",
    "how to cook rice, pasta or chicken",
    "coffee, beer and wine in town",
    "how to fix a leak, a tap or a drain",
    "how to paint a wall or hang a lamp",
    "how to mend a car, a tyre or a bicycle",
    "buy clothes and furniture online",
    "cheap prices, shops and deliveries",
    "what is the weather like today",
    "flights, hotels, trains and holidays",
    "maps, directions and opening hours",
    "computers, phones, software and passwords",
    "how to write a program in python",
    "football, sports and results",
    "films, music, games and television",
    "how to learn to play the piano",
    "school, homework, maths and exams",
    "what is the largest city of the world",
    "how far away is the moon",
    "history, science, space and animals",
    "taxes, banks, insurance and forms",
    "how to write a letter of application",
    "a plumber, a dentist or a hairdresser near me",
    "diets, muscles and exercise",
    "plants, gardens, ants and mice",
    "news, politics and elections",
    "how do you say it in spanish",
    "hello, thanks, test",
    "hello, how are you today",
)

# words of people, and of what is between them
BETWEEN = (
    "he she him her his hers they them their "
    "husband wife partner boyfriend girlfriend fiance fiancee spouse ex couple marriage married divorce relationship "
    "dad mum mom mother father parent son daughter child children kid kids teenager brother sister sibling family families "
    "friend friends colleague boss flatmate neighbour neighbor men women man woman "
    "fight fights fighting argue argues argument arguments quarrel apology apologise apologize sorry forgive "
    "love jealous lonely therapist therapists therapy counselling counsellor counselor coach"
)
