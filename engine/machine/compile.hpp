// The last step of reading a definition: what an event needs to know is worked out once, into tables.
#pragma once

#include "engine/machine/definition.hpp"

namespace yellowsea::machine {

// Fills in everything that follows from states and transitions: numbers of events, candidates, plans. The
// definition must be free of errors.
void compile(Definition& definition);

}  // namespace yellowsea::machine
