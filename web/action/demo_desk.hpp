// What people of the demonstration have on their desks beside items: a survey that was answered, and notices
// that were read. Written as those people would have left it, on the writer's session.
#pragma once

#include "engine/service/installation.hpp"

namespace yellowsea::web {

// One chamber's questionnaire of the round that is in planning, closed since, with its answers grouped into
// the chamber's reports. Nothing happens in an installation without such a round.
Result<void> add_demo_survey(Installation& installation, Instant now);
// Everybody has read what came until two weeks ago. After the accounts have been made.
Result<void> read_old_notices(Installation& installation, Instant now);

}  // namespace yellowsea::web
