"""Plays the chapters in their order. Every step checks its answers; a surprise ends it."""

import signal
import sys

from life import asking, deciding, forgetting, opening, still_here
from life.house import House
from life.narrator import Narrator, Surprise
from life.story import Story

CHAPTERS = [
    opening.house_opens,
    opening.thirty_apply,
    opening.team_reviews,
    opening.what_the_disk_knows,
    deciding.accounting_ends,
    asking.five_are_asked,
    deciding.two_more_end,
    asking.some_take_it_back,
    deciding.hired_move_on,
    forgetting.six_months_later,
    forgetting.decided_late,
    forgetting.over_a_month_end,
    forgetting.nothing_is_left_to_open,
    forgetting.withdrawn_is_erased,
    forgetting.two_years_later,
    forgetting.what_can_be_proved,
    still_here.life_goes_on,
]


def main() -> int:
    narrator = Narrator()
    # `kill` and a closed terminal tidy up as Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    house, is_over = House(), False
    try:
        story = Story(house, narrator)
        for chapter in CHAPTERS:
            chapter(story)
        is_over = True
    except Surprise as surprise:
        print(f"\nSURPRISE: {surprise}", file=sys.stderr)
        print(f"The server's messages: {house.log}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
    finally:
        if not is_over:
            house.stop()
    return 0 if is_over else 1


sys.exit(main())
