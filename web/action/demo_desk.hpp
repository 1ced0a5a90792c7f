// What people of the demonstration have on their desks beside items: surveys with their answers, and notices
// that were read. Written as those people would have left it, on the writer's session.
#pragma once

#include "engine/service/installation.hpp"

namespace yellowsea::web {

// One chamber's two questionnaires: of the round that is in planning, closed since, with its answers grouped
// into the chamber's reports; and of the one in its survey, open, with answers that nobody has grouped yet.
Result<void> add_demo_surveys(Installation& installation, Instant now);
// Everybody has read what came until two weeks ago. After the accounts have been made.
Result<void> read_old_notices(Installation& installation, Instant now);

}  // namespace yellowsea::web
